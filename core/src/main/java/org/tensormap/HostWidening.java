package org.tensormap;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;

/**
 * Values of types that PyTorch, as DJL offers it, has no arrays for, as values of a type that it
 * has and that holds them exactly.
 */
final class HostWidening {
  private HostWidening() {}

  /** The type that holds all values of another one; of uint64, those that a long can hold. */
  static DataType widerType(DataType type) {
    return switch (type) {
      case BFLOAT16 -> DataType.FLOAT32;
      case INT16, UINT16 -> DataType.INT32;
      case UINT32, UINT64 -> DataType.INT64;
      default ->
          throw new IllegalArgumentException("values of type " + type + " can not be converted");
    };
  }

  /**
   * Converts values.
   *
   * @param values in native byte order, from the position of the buffer
   * @param type their type
   * @param wide room for as many values of the wider type, in native byte order
   * @throws IllegalArgumentException if a value of type uint64 is 2^63 or more
   */
  static void widen(ByteBuffer values, DataType type, ByteBuffer wide) {
    while (values.hasRemaining()) {
      switch (type) {
        case BFLOAT16 -> wide.putInt(values.getShort() << Short.SIZE);
        case INT16 -> wide.putInt(values.getShort());
        case UINT16 -> wide.putInt(Short.toUnsignedInt(values.getShort()));
        case UINT32 -> wide.putLong(Integer.toUnsignedLong(values.getInt()));
        default -> wide.putLong(signed(values.getLong()));
      }
    }
  }

  private static long signed(long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "the value "
              + Long.toUnsignedString(value)
              + " of type uint64 can not be converted: it does not fit into int64");
    }
    return value;
  }
}
