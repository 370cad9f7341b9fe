package org.tensormap.display;

import ai.djl.ndarray.types.DataType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import org.tensormap.HalfFloat;

/** Writes single values as text, real ones with six digits. */
final class ValueText {
  private static final MathContext DIGITS = new MathContext(6);

  private ValueText() {}

  /**
   * Writes a value.
   *
   * @param values values of this type, in the buffer's byte order
   * @param position the first byte of the value
   */
  static String at(ByteBuffer values, int position, DataType type) {
    return switch (type) {
      case FLOAT64 -> real(values.getDouble(position));
      case FLOAT32 -> real(values.getFloat(position));
      case FLOAT16 -> real(HalfFloat.toFloat(values.getShort(position)));
      case BFLOAT16 -> real(Float.intBitsToFloat(values.getShort(position) << Short.SIZE));
      case INT64 -> Long.toString(values.getLong(position));
      case UINT64 -> Long.toUnsignedString(values.getLong(position));
      case INT32 -> Integer.toString(values.getInt(position));
      case UINT32 -> Integer.toUnsignedString(values.getInt(position));
      case INT16 -> Short.toString(values.getShort(position));
      case UINT16 -> Integer.toString(Short.toUnsignedInt(values.getShort(position)));
      case INT8 -> Byte.toString(values.get(position));
      case UINT8 -> Integer.toString(Byte.toUnsignedInt(values.get(position)));
      case BOOLEAN -> Boolean.toString(values.get(position) != 0);
      case COMPLEX64 -> complex(values.getFloat(position), values.getFloat(position + Float.BYTES));
      default -> "?";
    };
  }

  private static String complex(float real, float imaginary) {
    String sign = imaginary < 0 || 1 / imaginary < 0 ? "-" : "+";
    return real(real) + sign + real(Math.abs(imaginary)) + "i";
  }

  private static String real(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    boolean plain = Math.abs(value) >= 1e-4 && Math.abs(value) < 1e9;
    return plain ? rounded.toPlainString() : scientific(rounded);
  }

  private static String scientific(BigDecimal value) {
    int exponent = value.precision() - value.scale() - 1;
    return value.movePointLeft(exponent).toPlainString() + "E" + exponent;
  }
}
