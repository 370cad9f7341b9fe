package org.tensormap.spark.plot;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How many values are in each of some intervals of equal width.
 *
 * @param start where the first interval begins
 * @param step the width of an interval
 * @param counts the number of values in each interval
 * @param leftOut how many values are missing or no finite numbers
 */
record Histogram(double start, double step, List<Long> counts, long leftOut) {
  private static final int ABOUT_INTERVALS = 30;

  /** Values such as 0.6 belong to the interval that begins there, although 0.6 / 0.2 is below 3. */
  private static final double ROUNDING = 1e-9;

  /** Counts in Spark. */
  static Histogram of(Dataset<Row> rows, String column) {
    Dataset<Row> all = rows.select(NumericColumn.of(rows, column).as("value"));
    Dataset<Row> finite = all.where(NumericColumn.isFinite("value"));
    Column value = functions.col("value");
    Row range =
        finite.agg(functions.min(value), functions.max(value), functions.count(value)).first();
    if (range.isNullAt(0)) {
      throw new IllegalArgumentException(
          "the column '" + column + "' has no finite number to plot");
    }
    double step = step(range.getDouble(0), range.getDouble(1));
    if (step == 0 || Double.isInfinite(step)) {
      throw new IllegalArgumentException(
          "the values of the column '"
              + column
              + "' are between "
              + range.getDouble(0)
              + " and "
              + range.getDouble(1)
              + ", for which there are no intervals of equal width: scale them first");
    }
    double start = Math.floor(range.getDouble(0) / step + ROUNDING) * step;
    int intervals = (int) Math.floor((range.getDouble(1) - start) / step + ROUNDING) + 1;
    long[] counts = new long[intervals];
    List<Row> counted =
        finite
            .groupBy(
                functions
                    .floor(value.minus(start).divide(step).plus(ROUNDING))
                    .cast("int")
                    .as("interval"))
            .count()
            .collectAsList();
    for (Row interval : counted) {
      int index = Math.max(0, Math.min(intervals - 1, interval.getInt(0)));
      counts[index] += interval.getLong(1);
    }
    return new Histogram(
        start, step, Arrays.stream(counts).boxed().toList(), all.count() - range.getLong(2));
  }

  /** A width that reads well: 1, 2 or 5 times a power of ten. */
  private static double step(double min, double max) {
    double spread = max - min;
    if (spread == 0) {
      return min == 0 ? 1 : Math.abs(min) / 10;
    }
    double exact = spread / ABOUT_INTERVALS;
    double power = Math.pow(10, Math.floor(Math.log10(exact)));
    double digit = exact / power;
    return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
  }

  double edge(int interval) {
    return start + interval * step;
  }
}
