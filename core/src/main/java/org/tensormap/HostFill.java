package org.tensormap;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Fills host memory with one value. */
final class HostFill {
  private HostFill() {}

  /**
   * Fills a buffer.
   *
   * @throws IllegalArgumentException if the type has no value like this one
   */
  static void fill(ByteBuffer target, DataType type, double value) {
    ByteBuffer one = one(type, value);
    int size = one.remaining();
    if (target.remaining() < size) {
      return;
    }
    target.put(0, one, 0, size);
    // Doubles what is filled already.
    for (int filled = size; filled < target.remaining(); filled *= 2) {
      target.put(filled, target, 0, Math.min(filled, target.remaining() - filled));
    }
  }

  private static ByteBuffer one(DataType type, double value) {
    ByteBuffer one = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
    switch (type) {
      case FLOAT64 -> one.putDouble(value);
      case FLOAT32 -> one.putFloat((float) value);
      case COMPLEX64 -> one.putFloat((float) value).putFloat(0);
      case FLOAT16 -> one.putShort(HalfFloat.fromFloat((float) value));
      case BFLOAT16 -> one.putShort(bfloat16((float) value));
      case INT64, UINT64 -> one.putLong((long) value);
      case INT32, UINT32 -> one.putInt((int) (long) value);
      case INT16, UINT16 -> one.putShort((short) value);
      case INT8, UINT8 -> one.put((byte) value);
      case BOOLEAN -> one.put((byte) (value == 0 ? 0 : 1));
      default ->
          throw new IllegalArgumentException(
              "can not fill an array of type " + type + ": use a fill value of 0");
    }
    return one.flip();
  }

  /** The upper half of a float, rounded to nearest, ties to even. */
  private static short bfloat16(float value) {
    int bits = Float.floatToIntBits(value);
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }
}
