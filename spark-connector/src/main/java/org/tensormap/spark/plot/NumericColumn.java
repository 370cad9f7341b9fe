package org.tensormap.spark.plot;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/** A column that can be plotted. */
final class NumericColumn {
  private NumericColumn() {}

  /**
   * Finds a column by its exact name.
   *
   * @return the column as doubles
   * @throws IllegalArgumentException if it is not there, or of no numeric type
   */
  static Column of(Dataset<Row> rows, String name) {
    int index = Arrays.asList(rows.columns()).indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "there is no column '" + name + "' to plot, there are " + Arrays.asList(rows.columns()));
    }
    DataType type = rows.schema().fields()[index].dataType();
    if (!(type instanceof NumericType || type instanceof BooleanType)) {
      throw new IllegalArgumentException(
          "the column '" + name + "' to plot has the type " + type.sql() + ", expected numbers");
    }
    return functions.col("`" + name.replace("`", "``") + "`").cast("double");
  }

  static Column isFinite(String name) {
    Column value = functions.col(name);
    return value
        .isNotNull()
        .and(functions.not(functions.isnan(value)))
        .and(functions.abs(value).leq(Double.MAX_VALUE));
  }
}
