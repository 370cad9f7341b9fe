package org.tensormap;

/**
 * Floating point numbers of 16 bits, IEEE 754 binary16, rounded to the nearest, ties to even. DJL's
 * {@link ai.djl.util.Float16Utils} rounds ties up, and changes NaNs.
 */
public final class HalfFloat {
  private static final int FRACTION_BITS = 10;
  private static final int EXPONENT_MASK = 0x1f;
  private static final int FRACTION_MASK = 0x3ff;

  /** What the exponent of a float is greater by, and how far its fraction is to the left. */
  private static final int BIAS_DIFFERENCE = 127 - 15;

  private static final int SHIFT = 23 - FRACTION_BITS;
  private static final float SMALLEST = 0x1p-24f;

  /** The bits of floats: infinity, the least that rounds to it, and the least normal half. */
  private static final int INFINITY = 0x7f800000;

  private static final int TOO_LARGE = 0x477ff000;
  private static final int SMALLEST_NORMAL = 0x38800000;
  private static final int INFINITE_HALF = 0x7c00;

  private HalfFloat() {}

  /**
   * Widens a number, exactly.
   *
   * @param half the bits of a number of 16 bits
   * @return the same number
   */
  public static float toFloat(short half) {
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

  /**
   * Rounds a number to the nearest of 16 bits, of two that are equally near to the even one. What
   * {@link #toFloat} gave becomes what it was.
   *
   * @param value the number
   * @return the bits of the rounded number; infinite if it is too large
   */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > INFINITY) {
      int payload = (magnitude >>> SHIFT) & FRACTION_MASK;
      return (short) (sign | INFINITE_HALF | (payload == 0 ? 1 : payload));
    }
    if (magnitude >= TOO_LARGE) {
      return (short) (sign | INFINITE_HALF);
    }
    if (magnitude < SMALLEST_NORMAL) {
      return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) / (double) SMALLEST));
    }
    int half = (1 << (SHIFT - 1)) - 1 + ((magnitude >>> SHIFT) & 1);
    return (short) (sign | (magnitude + half - (BIAS_DIFFERENCE << 23)) >>> SHIFT);
  }
}
