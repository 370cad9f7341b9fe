package org.tensormap.torchscript;

/**
 * How a floating-point number travels among integers, exactly: as a mantissa and an exponent of 2.
 * What is no such product has the exponent 1024: not a number with the mantissa 0, the infinities
 * with 1 and -1, and negative zero with 2.
 */
final class FloatFormat {
  private static final int MANTISSA_BITS = 52;
  private static final long HIDDEN_BIT = 1L << MANTISSA_BITS;
  private static final int SPECIAL = 1024;

  private FloatFormat() {}

  static void write(double value, Numbers numbers) {
    if (Double.isNaN(value)) {
      add(numbers, 0, SPECIAL);
    } else if (Double.isInfinite(value)) {
      add(numbers, value > 0 ? 1 : -1, SPECIAL);
    } else if (value == 0 && Double.doubleToRawLongBits(value) != 0) {
      add(numbers, 2, SPECIAL);
    } else {
      int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT);
      long bits = Double.doubleToRawLongBits(value) & (HIDDEN_BIT - 1);
      long mantissa = Math.getExponent(value) < Double.MIN_EXPONENT ? bits : bits | HIDDEN_BIT;
      add(numbers, value < 0 ? -mantissa : mantissa, exponent - MANTISSA_BITS);
    }
  }

  static double read(long mantissa, long exponent) {
    if (exponent != SPECIAL) {
      return Math.scalb((double) mantissa, Math.toIntExact(exponent));
    }
    if (mantissa == 2) {
      return -0.0;
    }
    return mantissa == 0 ? Double.NaN : mantissa * Double.POSITIVE_INFINITY;
  }

  private static void add(Numbers numbers, long mantissa, long exponent) {
    numbers.add(mantissa);
    numbers.add(exponent);
  }
}
