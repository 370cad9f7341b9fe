package org.tensormap.spark.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tensormap.torchscript.ModelType;

/**
 * Runs a model over the rows of a dataset, or over groups of them.
 *
 * <p>Rows stream through: a task holds the rows and the result of one call. They stay in Spark's
 * internal representation, without Java objects for their numbers.
 */
public final class BatchInference implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The largest part of the heap that the rows of a group may take. */
  private static final int GROUP_PART = 4;

  private static final StructType TENSOR_MAP =
      new StructType().add("tensormap", DataTypes.BinaryType, false);

  private final ModelCall call;
  private final ArrayList<DataType> columns;

  /** The positions of the arguments among the columns. */
  private final int[] arguments;

  /** How many rows make a call, as lists; 0 if a row makes a call, as it is. */
  private final int groupSize;

  /** Whether a result has the columns before it; if not, it is alone, and never null. */
  private final boolean keepsColumns;

  private BatchInference(
      ModelCall call, StructType schema, int[] arguments, int groupSize, boolean keepsColumns) {
    this.call = call;
    this.columns = new ArrayList<>(types(schema));
    this.arguments = arguments;
    this.groupSize = groupSize;
    this.keepsColumns = keepsColumns;
  }

  /**
   * Calls a model once for each row.
   *
   * @param model a model that returns a tensor map
   * @param input a dataset whose columns are the arguments of the model, in order
   * @param metrics counts the rows that are done
   * @return the results as the column {@code tensormap}, in the order of the rows, computed when
   *     they are used
   * @throws org.tensormap.spark.TensorMapException if the columns do not fit the model, or it does
   *     not return a tensor map
   */
  public static Dataset<Row> perRow(PlannedModel model, Dataset<Row> input, CallMetrics metrics) {
    StructType schema = input.schema();
    ModelCall call = bind(model, types(schema), metrics);
    return new BatchInference(call, schema, all(schema), 0, false).run(input, TENSOR_MAP);
  }

  /**
   * Calls a model once for each group of rows that follow each other in a partition. Each column
   * makes a list, or a tensor with one more axis: what the model takes, as if SQL's {@code
   * collect_list} had gathered the rows.
   *
   * @param model a model that returns a tensor map
   * @param input a dataset whose columns are the arguments of the model, in order
   * @param groupSize how many rows make a group, at least 1; the last of a partition may have fewer
   * @param metrics counts the rows that are done
   * @return the results as the column {@code tensormap}, in the order of the groups, computed when
   *     they are used
   * @throws org.tensormap.spark.TensorMapException if the columns do not fit the model, or it does
   *     not return a tensor map
   */
  public static Dataset<Row> perGroup(
      PlannedModel model, Dataset<Row> input, int groupSize, CallMetrics metrics) {
    StructType schema = input.schema();
    ModelCall call = bind(model, types(ofGroups(schema)), metrics);
    return new BatchInference(call, schema, all(schema), checked(groupSize), false)
        .run(input, TENSOR_MAP);
  }

  /**
   * Calls a model once for each group of rows that follow each other in a partition, and keeps what
   * is in the rows.
   *
   * @param call the call, bound to arrays of the types of the arguments
   * @param input a dataset
   * @param arguments the positions of the arguments among its columns
   * @param groupSize how many rows make a group, at least 1; the last of a partition may have fewer
   * @param result the name of the column with the result
   * @return a row for each group: its columns are arrays of the values in the rows, and the last
   *     one is the result, null if an argument is; computed when they are used
   */
  public static Dataset<Row> perGroup(
      ModelCall call, Dataset<Row> input, int[] arguments, int groupSize, String result) {
    StructType schema = ofGroups(input.schema()).add(result, call.resultType(), true);
    return new BatchInference(call, input.schema(), arguments, checked(groupSize), true)
        .run(input, schema);
  }

  /**
   * Returns the columns of groups.
   *
   * @param schema the columns of rows
   * @return arrays of them
   */
  public static StructType ofGroups(StructType schema) {
    StructType arrays = new StructType();
    for (StructField field : schema.fields()) {
      DataType values = new ArrayType(field.dataType(), field.nullable());
      arrays = arrays.add(field.name(), values, false, field.metadata());
    }
    return arrays;
  }

  private static List<DataType> types(StructType schema) {
    return Arrays.stream(schema.fields()).map(StructField::dataType).toList();
  }

  private static int[] all(StructType schema) {
    int[] positions = new int[schema.length()];
    Arrays.setAll(positions, position -> position);
    return positions;
  }

  private static int checked(int groupSize) {
    if (groupSize < 1) {
      throw ModelErrors.groupSize(groupSize);
    }
    return groupSize;
  }

  private static ModelCall bind(PlannedModel model, List<DataType> types, CallMetrics metrics) {
    if (!(model.signature().result() instanceof ModelType.TensorMap)) {
      throw ModelErrors.notATensorMap(model.name(), model.signature());
    }
    return model.bind(types, metrics);
  }

  private Dataset<Row> run(Dataset<Row> input, StructType schema) {
    var dataset = (org.apache.spark.sql.classic.Dataset<Row>) input;
    RDD<InternalRow> results =
        dataset.queryExecution().toRdd().toJavaRDD().mapPartitions(this::results).rdd();
    return dataset.sparkSession().internalCreateDataFrame(results, schema, false);
  }

  private Iterator<InternalRow> results(Iterator<InternalRow> input) {
    long room = Runtime.getRuntime().maxMemory() / GROUP_PART;
    Iterator<InternalRow> calls =
        groupSize == 0 ? input : new RowGroups(input, columns, groupSize, room);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return calls.hasNext();
      }

      @Override
      public InternalRow next() {
        return result(calls.next());
      }
    };
  }

  private InternalRow result(InternalRow row) {
    int rows = groupSize == 0 ? 1 : row.getArray(0).numElements();
    if (!keepsColumns) {
      Object tensorMap = call.call(row, rows);
      if (tensorMap == null) {
        throw ModelErrors.nullInput(call.name());
      }
      return new GenericInternalRow(new Object[] {tensorMap});
    }
    Object[] values = ((GenericInternalRow) row).values();
    Object[] chosen = new Object[arguments.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = values[arguments[i]];
    }
    Object[] extended = Arrays.copyOf(values, values.length + 1);
    extended[values.length] = call.call(new GenericInternalRow(chosen), rows);
    return new GenericInternalRow(extended);
  }
}
