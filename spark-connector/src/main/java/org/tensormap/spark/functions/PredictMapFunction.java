package org.tensormap.spark.functions;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.model.CallMetrics;
import org.tensormap.spark.model.ModelCall;
import org.tensormap.spark.model.PlannedModel;

/**
 * The function {@code tm_predict} as a catalog offers it: for models that return a tensor map,
 * which are looked up when the query runs.
 */
final class PredictMapFunction implements ScalarFunction<Object>, Serializable {
  private static final long serialVersionUID = 1L;

  private final BoundName bound;
  private final SerializableConfiguration configuration;
  private final CallMetrics metrics;

  /** The model of the last row, which is usually that of all rows; any thread may replace it. */
  private transient volatile LastModel last;

  private record LastModel(String path, ModelCall call) {}

  PredictMapFunction(SqlFunction function, StructType types, SparkSession session) {
    List<DataType> all = Arrays.stream(types.fields()).map(StructField::dataType).toList();
    Parameter<String> model = Parameter.of("model", Kinds.TEXT);
    if (model.kind().reader(all.get(0)).isEmpty()) {
      throw FunctionErrors.argumentType(function, 0, model, all.get(0));
    }
    this.bound = new BoundName(function.name(), all);
    this.metrics = CallMetrics.register(session.sparkContext(), function.name());
    this.configuration = new SerializableConfiguration(session.sessionState().newHadoopConf());
  }

  @Override
  public Object produceResult(InternalRow row) {
    if (row.isNullAt(0)) {
      return null;
    }
    Object[] arguments = new Object[bound.types().size() - 1];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = row.get(i + 1, bound.types().get(i + 1));
    }
    return call(row.getUTF8String(0).toString()).call(new GenericInternalRow(arguments));
  }

  private ModelCall call(String path) {
    LastModel present = last;
    if (present != null && present.path.equals(path)) {
      return present.call;
    }
    ModelCall call =
        PlannedModel.read(path, configuration.value())
            .bind(bound.types().subList(1, bound.types().size()), metrics);
    if (!call.resultType().equals(DataTypes.BinaryType)) {
      throw FunctionErrors.notATensorMap(call.name(), call.resultType());
    }
    last = new LastModel(path, call);
    return call;
  }

  @Override
  public DataType[] inputTypes() {
    return bound.types().toArray(DataType[]::new);
  }

  @Override
  public DataType resultType() {
    return DataTypes.BinaryType;
  }

  @Override
  public String name() {
    return bound.function();
  }

  @Override
  public String canonicalName() {
    return bound.canonicalName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PredictMapFunction function && bound.equals(function.bound);
  }

  @Override
  public int hashCode() {
    return bound.hashCode();
  }

  @Override
  public String toString() {
    return name();
  }
}
