package org.tensormap.spark.plot;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.function.Function;

/** Writes the numbers beside an axis: as few digits as tell them apart. */
final class AxisNumbers {
  private AxisNumbers() {}

  /** For an axis between two values. */
  static Function<Double, String> between(double min, double max) {
    double largest = Math.max(Math.abs(min), Math.abs(max));
    int decimals = (int) Math.max(0, 1 - Math.floor(Math.log10(Math.max(max - min, 1e-300))));
    boolean plain = largest < 1e7 && decimals <= 6;
    DecimalFormat format =
        new DecimalFormat(
            plain ? "#,##0." + "#".repeat(decimals) : "0.####E0",
            DecimalFormatSymbols.getInstance(Locale.ROOT));
    return value -> format.format(value == 0 ? 0.0 : value);
  }
}
