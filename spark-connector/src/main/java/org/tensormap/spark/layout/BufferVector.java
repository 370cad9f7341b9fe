package org.tensormap.spark.layout;

import java.nio.ByteBuffer;
import org.tensormap.HalfFloat;
import org.tensormap.spark.column.ElementType;

/** Values in a buffer, for example a mapped file, as a vector, without a copy. */
final class BufferVector extends NonNullVector {
  private final ElementType elements;
  private final ByteBuffer values;
  private final int first;

  /**
   * Creates a vector.
   *
   * @param type the type of the values
   * @param values values in native byte order, from index 0
   * @param first which of them is row 0
   */
  BufferVector(ElementType type, ByteBuffer values, int first) {
    super(type.sqlType());
    this.elements = type;
    this.values = values;
    this.first = first;
  }

  @Override
  public boolean getBoolean(int row) {
    return values.get(first + row) != 0;
  }

  @Override
  public byte getByte(int row) {
    return values.get(first + row);
  }

  @Override
  public short getShort(int row) {
    return elements == ElementType.UINT8
        ? (short) Byte.toUnsignedInt(values.get(first + row))
        : values.getShort(2 * (first + row));
  }

  @Override
  public int getInt(int row) {
    return elements == ElementType.UINT16
        ? Short.toUnsignedInt(values.getShort(2 * (first + row)))
        : values.getInt(4 * (first + row));
  }

  @Override
  public long getLong(int row) {
    return elements == ElementType.UINT32
        ? Integer.toUnsignedLong(values.getInt(4 * (first + row)))
        : values.getLong(8 * (first + row));
  }

  @Override
  public float getFloat(int row) {
    return switch (elements) {
      case FLOAT16 -> HalfFloat.toFloat(values.getShort(2 * (first + row)));
      case BFLOAT16 -> Float.intBitsToFloat(values.getShort(2 * (first + row)) << 16);
      default -> values.getFloat(4 * (first + row));
    };
  }

  @Override
  public double getDouble(int row) {
    return values.getDouble(8 * (first + row));
  }
}
