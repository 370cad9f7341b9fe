package org.tensormap.spark.plot;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Predictions beside references.
 *
 * @param points some of the rows, to draw
 * @param rows how many rows there are
 * @param meanAbsoluteError over all rows
 * @param rootMeanSquareError over all rows
 */
record Parity(List<Point> points, long rows, double meanAbsoluteError, double rootMeanSquareError) {
  private static final int MOST_POINTS = 5000;

  /** A row. */
  record Point(double reference, double prediction) {}

  /** Computes errors in Spark, and fetches some of the rows. */
  static Parity of(Dataset<Row> rows, String referenceColumn, String predictionColumn) {
    Dataset<Row> pairs =
        rows.select(
                NumericColumn.of(rows, referenceColumn).as("reference"),
                NumericColumn.of(rows, predictionColumn).as("prediction"))
            .where(NumericColumn.isFinite("reference").and(NumericColumn.isFinite("prediction")));
    Column error = functions.col("prediction").minus(functions.col("reference"));
    Row errors =
        pairs
            .agg(
                functions.count(error),
                functions.avg(functions.abs(error)),
                functions.sqrt(functions.avg(error.multiply(error))))
            .first();
    if (errors.getLong(0) == 0) {
      throw new IllegalArgumentException(
          "no row has finite numbers in both columns to plot, '"
              + referenceColumn
              + "' and '"
              + predictionColumn
              + "'");
    }
    // A random choice that is the same for the same rows.
    List<Row> points =
        pairs
            .orderBy(functions.xxhash64(functions.col("reference"), functions.col("prediction")))
            .limit(MOST_POINTS)
            .collectAsList();
    return new Parity(
        points.stream().map(row -> new Point(row.getDouble(0), row.getDouble(1))).toList(),
        errors.getLong(0),
        errors.getDouble(1),
        errors.getDouble(2));
  }
}
