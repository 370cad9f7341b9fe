package org.tensormap.spark.read;

/** Floating point numbers of 16 bits, IEEE 754 binary16. */
final class HalfFloat {
  private static final int FRACTION_BITS = 10;
  private static final int EXPONENT_MASK = 0x1f;
  private static final int FRACTION_MASK = 0x3ff;

  /** What the exponent of a float is greater by, and how far its fraction is to the left. */
  private static final int BIAS_DIFFERENCE = 127 - 15;

  private static final int SHIFT = 23 - FRACTION_BITS;
  private static final float SMALLEST = 0x1p-24f;

  private HalfFloat() {}

  /** Every half-precision number is exactly a float. */
  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> FRACTION_BITS) & EXPONENT_MASK;
    int fraction = half & FRACTION_MASK;
    if (exponent == 0) {
      float magnitude = fraction * SMALLEST;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wideExponent = exponent == EXPONENT_MASK ? 0xff : exponent + BIAS_DIFFERENCE;
    return Float.intBitsToFloat(sign | wideExponent << 23 | fraction << SHIFT);
  }
}
