package org.tensormap.spark.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.tensormap.torchscript.ModelType;

/**
 * Runs a model over a dataset and returns one tensor map per call, as the column {@code tensormap}.
 *
 * <p>Rows stream through: a task holds the rows and the result of one call. They are converted from
 * Spark's internal representation directly, without Java objects for their numbers.
 */
public final class BatchInference implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final StructType RESULT =
      new StructType().add("tensormap", DataTypes.BinaryType, false);

  private final ModelCall call;
  private final ArrayList<DataType> columns;

  /** How many rows make a call, as lists; 0 if a row makes a call, as it is. */
  private final int groupSize;

  private final LongAccumulator rows;

  private BatchInference(
      ModelCall call, List<DataType> columns, int groupSize, LongAccumulator rows) {
    this.call = call;
    this.columns = new ArrayList<>(columns);
    this.groupSize = groupSize;
    this.rows = rows;
  }

  /**
   * Calls a model once for each row.
   *
   * @param model a model that returns a tensor map
   * @param input a dataset whose columns are the arguments of the model, in order
   * @param rows counts the rows that are done
   * @return the results, in the order of the rows, computed when they are used
   * @throws org.tensormap.spark.TensorMapException if the columns do not fit the model, or it does
   *     not return a tensor map
   */
  public static Dataset<Row> perRow(PlannedModel model, Dataset<Row> input, LongAccumulator rows) {
    List<DataType> columns = types(input);
    return new BatchInference(bind(model, columns), columns, 0, rows).run(input);
  }

  /**
   * Calls a model once for each group of rows that follow each other in a partition. Each column
   * makes a list, or a tensor with one more axis: what the model takes, as if SQL's {@code
   * collect_list} had gathered the rows.
   *
   * @param model a model that returns a tensor map
   * @param input a dataset whose columns are the arguments of the model, in order
   * @param groupSize how many rows make a group, at least 1; the last of a partition may have fewer
   * @param rows counts the rows that are done
   * @return the results, in the order of the groups, computed when they are used
   * @throws org.tensormap.spark.TensorMapException if the columns do not fit the model, or it does
   *     not return a tensor map
   */
  public static Dataset<Row> perGroup(
      PlannedModel model, Dataset<Row> input, int groupSize, LongAccumulator rows) {
    List<DataType> columns = types(input);
    List<DataType> lists = new ArrayList<>();
    columns.forEach(type -> lists.add(new ArrayType(type, true)));
    return new BatchInference(bind(model, lists), columns, groupSize, rows).run(input);
  }

  private static List<DataType> types(Dataset<Row> input) {
    return Arrays.stream(input.schema().fields()).map(StructField::dataType).toList();
  }

  private static ModelCall bind(PlannedModel model, List<DataType> types) {
    if (!(model.signature().result() instanceof ModelType.TensorMap)) {
      throw ModelErrors.notATensorMap(model.name(), model.signature());
    }
    return model.bind(types);
  }

  private Dataset<Row> run(Dataset<Row> input) {
    JavaRDD<Row> results =
        ((org.apache.spark.sql.classic.Dataset<Row>) input)
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(this::results);
    return input.sparkSession().createDataFrame(results, RESULT);
  }

  private Iterator<Row> results(Iterator<InternalRow> input) {
    Iterator<InternalRow> calls = groupSize == 0 ? input : new RowGroups(input, columns, groupSize);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return calls.hasNext();
      }

      @Override
      public Row next() {
        return result(calls.next());
      }
    };
  }

  private Row result(InternalRow arguments) {
    Object tensorMap = call.call(arguments);
    if (tensorMap == null) {
      throw ModelErrors.nullInput(call.name());
    }
    rows.add(groupSize == 0 ? 1 : arguments.getArray(0).numElements());
    return RowFactory.create(tensorMap);
  }
}
