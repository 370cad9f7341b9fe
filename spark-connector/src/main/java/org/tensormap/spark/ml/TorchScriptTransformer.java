package org.tensormap.spark.ml;

import java.io.IOException;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.tensormap.spark.functions.PredictColumn;
import org.tensormap.spark.model.BatchInference;
import org.tensormap.spark.model.CallMetrics;
import org.tensormap.spark.model.ModelCall;
import org.tensormap.spark.model.PlannedModel;

/**
 * A model exported from Python with {@code torch.jit.save}, as a stage of a pipeline.
 *
 * <pre>{@code
 * TorchScriptTransformer energies =
 *     new TorchScriptTransformer()
 *         .setModel("/models/energy.pt")
 *         .setInputCols(new String[] {"tensormap"})
 *         .setOutputCol("energy");
 * }</pre>
 *
 * <p>By default each row makes a call: the columns {@code inputCols} are the arguments, in order,
 * and the result is added to the row as the column {@code outputCol}. This is what the SQL function
 * {@code tm_predict} does, which says which types fit, and works on streams too.
 *
 * <p>With {@code groupSize} n, each call gets up to n rows that follow each other in a partition.
 * The result has a row for each group; every column becomes an array of the values in the group's
 * rows, which is also what the model gets: a list, or a tensor with one more axis.
 *
 * <p>With the {@code outputLayout} {@code blocks}, {@code samples} or {@code values}, the tensor
 * map that the model returns becomes rows, one for each block and gradient, sample, or value:
 * {@code outputCol} is a struct with labels and values, beside the same other columns. The
 * functions {@code tm_explode_blocks}, {@code tm_explode_samples} and {@code tm_explode_values} say
 * which fields it has.
 *
 * <p>The model's file is read to know the type of the result, when the schema is asked for, and by
 * the executors; saving a pipeline saves the path, not the model.
 *
 * <p>In PySpark: {@code JavaTransformer(spark._jvm.org.tensormap.spark.ml.TorchScriptTransformer()
 * .setModel("/models/energy.pt"))}, from {@code pyspark.ml.wrapper}, is a stage like any other.
 */
public final class TorchScriptTransformer extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> model;
  private final Param<String> method;
  private final StringArrayParam inputCols;
  private final Param<String> outputCol;
  private final IntParam groupSize;
  private final Param<String> device;
  private final Param<String> outputLayout;

  /** Creates a stage with an identifier of its own. */
  public TorchScriptTransformer() {
    this(Identifiable$.MODULE$.randomUID("torchScript"));
  }

  /**
   * Creates a stage.
   *
   * @param uid its identifier
   */
  public TorchScriptTransformer(String uid) {
    this.uid = uid;
    this.model =
        text("model", "path of a file written by torch.jit.save, or the name of a shipped file");
    this.method = text("method", "method of the model to call");
    this.inputCols = new StringArrayParam(this, "inputCols", "columns for the arguments, in order");
    this.outputCol = text("outputCol", "column for the result");
    this.groupSize =
        new IntParam(
            this,
            "groupSize",
            "how many rows make a call, as arrays; 0: each row is a call, as it is",
            ParamValidators.gtEq(0));
    this.device =
        text(
            "device", "where the model runs: auto, cpu, gpu or gpu:N; else spark.tensormap.device");
    this.outputLayout =
        text("outputLayout", "what a row of the result is: one of " + OutputLayout.titles());
    setDefault(method, "forward");
    setDefault(inputCols, new String[] {"tensormap"});
    setDefault(outputCol, "prediction");
    setDefault(groupSize, 0);
    setDefault(outputLayout, OutputLayout.TENSORMAP.title());
  }

  private Param<String> text(String name, String doc) {
    return new Param<>(uid, name, doc, String.class);
  }

  @Override
  public String uid() {
    return uid;
  }

  /**
   * The parameter {@code model}: the path of a file that {@code torch.jit.save} wrote, on any file
   * system that Spark reads, or the bare name of a file shipped with {@code --files}.
   *
   * @return the parameter, which has no default
   */
  public Param<String> model() {
    return model;
  }

  /**
   * The parameter {@code method}: the method of the model that is called.
   *
   * @return the parameter; the default is {@code forward}
   */
  public Param<String> method() {
    return method;
  }

  /**
   * The parameter {@code inputCols}: the columns for the arguments, in order.
   *
   * @return the parameter; the default is the column {@code tensormap}
   */
  public StringArrayParam inputCols() {
    return inputCols;
  }

  /**
   * The parameter {@code outputCol}: the column for the result.
   *
   * @return the parameter; the default is {@code prediction}
   */
  public Param<String> outputCol() {
    return outputCol;
  }

  /**
   * The parameter {@code groupSize}: how many rows make a call.
   *
   * @return the parameter; the default, 0, makes each row a call
   */
  public IntParam groupSize() {
    return groupSize;
  }

  /**
   * The parameter {@code device}: where the model runs.
   *
   * @return the parameter; without a value the setting {@code spark.tensormap.device} counts
   */
  public Param<String> device() {
    return device;
  }

  /**
   * The parameter {@code outputLayout}: what a row of the result is.
   *
   * @return the parameter; the default, {@code tensormap}, leaves what the model returns as it is
   */
  public Param<String> outputLayout() {
    return outputLayout;
  }

  /**
   * Sets the path of the model.
   *
   * @param value the path
   * @return this
   */
  public TorchScriptTransformer setModel(String value) {
    set(model, value);
    return this;
  }

  /**
   * Sets the method that is called.
   *
   * @param value its name
   * @return this
   */
  public TorchScriptTransformer setMethod(String value) {
    set(method, value);
    return this;
  }

  /**
   * Sets the columns for the arguments.
   *
   * @param value their names, in order
   * @return this
   */
  public TorchScriptTransformer setInputCols(String[] value) {
    set(inputCols, value);
    return this;
  }

  /**
   * Sets the column for the result.
   *
   * @param value its name
   * @return this
   */
  public TorchScriptTransformer setOutputCol(String value) {
    set(outputCol, value);
    return this;
  }

  /**
   * Sets how many rows make a call.
   *
   * @param value the number of rows; 0 if each row makes a call
   * @return this
   */
  public TorchScriptTransformer setGroupSize(int value) {
    set(groupSize, value);
    return this;
  }

  /**
   * Sets where the model runs.
   *
   * @param value {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
   * @return this
   */
  public TorchScriptTransformer setDevice(String value) {
    set(device, value);
    return this;
  }

  /**
   * Sets what a row of the result is.
   *
   * @param value {@code tensormap} for what the model returned, {@code blocks} or {@code samples}
   *     for those of the tensor map that it returned, or the name of the layout with a row for each
   *     number
   * @return this
   */
  public TorchScriptTransformer setOutputLayout(String value) {
    set(outputLayout, value);
    return this;
  }

  /**
   * Returns the path of the model.
   *
   * @return the path
   * @throws java.util.NoSuchElementException if it is not set
   */
  public String getModel() {
    return getOrDefault(model);
  }

  /**
   * Returns the method that is called.
   *
   * @return its name
   */
  public String getMethod() {
    return getOrDefault(method);
  }

  /**
   * Returns the columns for the arguments.
   *
   * @return their names, in order
   */
  public String[] getInputCols() {
    return getOrDefault(inputCols);
  }

  /**
   * Returns the column for the result.
   *
   * @return its name
   */
  public String getOutputCol() {
    return getOrDefault(outputCol);
  }

  /**
   * Returns how many rows make a call.
   *
   * @return the number of rows; 0 if each row makes a call
   */
  public int getGroupSize() {
    return (Integer) getOrDefault(groupSize);
  }

  /**
   * Returns where the model runs.
   *
   * @return the device
   * @throws java.util.NoSuchElementException if it is not set
   */
  public String getDevice() {
    return getOrDefault(device);
  }

  /**
   * Returns what a row of the result is.
   *
   * @return the name of a layout
   */
  public String getOutputLayout() {
    return getOrDefault(outputLayout);
  }

  /**
   * Adds the column of the result. Reads the signature of the model, and runs nothing.
   *
   * @param schema the columns of a dataset
   * @return those of the dataset that {@link #transform} returns
   * @throws org.tensormap.spark.TensorMapException if the model can not be read, the columns do not
   *     fit it, or its result does not fit the layout
   */
  @Override
  public StructType transformSchema(StructType schema) {
    SparkSession session = SparkSession.active();
    DataType result = plannedModel(session).resultType(inputs(schema, session).types());
    StructType kept = getGroupSize() == 0 ? schema : BatchInference.ofGroups(schema);
    return kept.add(layout(result).column(getOutputCol(), result));
  }

  /**
   * Calls the model when the rows of the result are used.
   *
   * @param dataset the rows
   * @return the rows, or groups of them, with the result of the model as the last column, each as
   *     often as its result has rows in the layout
   * @throws org.tensormap.spark.TensorMapException if the model can not be read, the columns do not
   *     fit it, or its result does not fit the layout
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    SparkSession session = dataset.sparkSession();
    StageInputs inputs = inputs(dataset.schema(), session);
    PlannedModel planned = plannedModel(session);
    CallMetrics metrics = CallMetrics.register(session.sparkContext(), planned);
    ModelCall call =
        isSet(device)
            ? planned.bind(inputs.types(), metrics, getDevice())
            : planned.bind(inputs.types(), metrics);
    return layout(call.resultType()).show(results(dataset, inputs, call), getOutputCol());
  }

  private OutputLayout layout(DataType result) {
    return OutputLayout.named(uid, getOutputLayout(), result);
  }

  private Dataset<Row> results(Dataset<?> dataset, StageInputs inputs, ModelCall call) {
    if (getGroupSize() == 0) {
      return dataset.withColumn(getOutputCol(), PredictColumn.of(call, inputs.names()));
    }
    if (dataset.isStreaming()) {
      throw TransformerErrors.groupsOfStream(uid);
    }
    return BatchInference.perGroup(
        call, dataset.toDF(), inputs.positions(), getGroupSize(), getOutputCol());
  }

  private StageInputs inputs(StructType schema, SparkSession session) {
    boolean isCaseSensitive = session.sessionState().conf().caseSensitiveAnalysis();
    if (StageInputs.positions(schema, getOutputCol(), isCaseSensitive).length > 0) {
      throw TransformerErrors.outputExists(uid, getOutputCol());
    }
    return StageInputs.find(uid, schema, getInputCols(), isCaseSensitive, getGroupSize() > 0);
  }

  private PlannedModel plannedModel(SparkSession session) {
    if (!isSet(model)) {
      throw TransformerErrors.noModel(uid);
    }
    return PlannedModel.read(getModel(), getMethod(), session);
  }

  @Override
  public TorchScriptTransformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /**
   * Returns what reads a stage that was saved.
   *
   * @return the reader
   */
  public static MLReader<TorchScriptTransformer> read() {
    return new Format().read();
  }

  /**
   * Reads a stage that was saved.
   *
   * @param path where it was saved
   * @return the stage
   * @throws IOException if it can not be read
   */
  public static TorchScriptTransformer load(String path) throws IOException {
    return read().load(path);
  }

  private static final class Format implements DefaultParamsReadable<TorchScriptTransformer> {}
}
