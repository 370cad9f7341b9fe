package org.tensormap.spark.ml;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.tensormap.spark.functions.ExplodedColumn;

/**
 * What a row of the result of a stage is: a layout of the data source, in which labels have types
 * that do not depend on the tensor maps, which are not there yet when a query is planned.
 */
enum OutputLayout {
  /** What the model returns, in one row. */
  TENSORMAP(Optional.empty()),

  /** A row for each block and each gradient. */
  BLOCKS(Optional.of(ExplodedColumn.BLOCKS)),

  /** A row for each sample of each block. */
  SAMPLES(Optional.of(ExplodedColumn.SAMPLES)),

  /** A row for each value of each block. */
  VALUES(Optional.of(ExplodedColumn.VALUES));

  private final Optional<ExplodedColumn> rows;

  OutputLayout(Optional<ExplodedColumn> rows) {
    this.rows = rows;
  }

  /**
   * Returns the layout of a name.
   *
   * @param uid the stage, for messages
   * @param name what the user gave; upper and lower case are the same
   * @param result the type of what the model returns
   * @throws org.tensormap.spark.TensorMapException if there is no such layout, or it can not show
   *     such results
   */
  static OutputLayout named(String uid, String name, DataType result) {
    OutputLayout layout =
        Arrays.stream(values())
            .filter(known -> known.title().equals(name.toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(() -> TransformerErrors.unknownLayout(uid, name, titles()));
    if (layout.rows.isPresent() && !result.equals(DataTypes.BinaryType)) {
      throw TransformerErrors.noRows(uid, layout.title(), result);
    }
    return layout;
  }

  /** The names of all layouts. */
  static List<String> titles() {
    return Arrays.stream(values()).map(OutputLayout::title).toList();
  }

  /** The name of the layout, as the user gives it. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the column of the result.
   *
   * @param name the name of the column
   * @param result the type of what the model returns
   */
  StructField column(String name, DataType result) {
    return rows.map(exploded -> new StructField(name, exploded.type(), false, Metadata.empty()))
        .orElseGet(() -> new StructField(name, result, true, Metadata.empty()));
  }

  /**
   * Lays out results.
   *
   * @param results what the model returned, in each row
   * @param column the column where it is
   * @return the rows of the layout, in the same column
   */
  Dataset<Row> show(Dataset<Row> results, String column) {
    return rows.map(exploded -> results.withColumn(column, exploded.of(column))).orElse(results);
  }
}
