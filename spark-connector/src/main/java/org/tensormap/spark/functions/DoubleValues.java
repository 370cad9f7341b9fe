package org.tensormap.spark.functions;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.function.IntToDoubleFunction;

/** The values of a block as the doubles that SQL calculates with. */
final class DoubleValues {
  /** The largest integer below which a double is exact. */
  private static final long LARGEST_EXACT = 1L << 53;

  private DoubleValues() {}

  /**
   * Copies all values.
   *
   * @throws IllegalArgumentException if there are more than an array can hold, they are complex, or
   *     a value is an integer that no double is equal to
   */
  static double[] of(NDArray values) {
    DataType type = values.getDataType();
    int count = count(values);
    if (type == DataType.FLOAT16 || type == DataType.BFLOAT16) {
      try (NDArray wide = values.toType(DataType.FLOAT64, false)) {
        return wide.toDoubleArray();
      }
    }
    ByteBuffer bytes = values.toByteBuffer(true);
    double[] doubles = new double[count];
    if (type == DataType.FLOAT64) {
      bytes.asDoubleBuffer().get(doubles);
      return doubles;
    }
    IntToDoubleFunction value = reader(type, bytes);
    for (int i = 0; i < count; i++) {
      doubles[i] = value.applyAsDouble(i);
    }
    return doubles;
  }

  private static int count(NDArray values) {
    long count = values.size();
    if (count > Integer.MAX_VALUE / Double.BYTES) {
      throw new IllegalArgumentException(
          "a block of shape "
              + values.getShape()
              + " has too many values for an array: slice it, or read the dataset in the layout"
              + " 'values'");
    }
    return (int) count;
  }

  private static IntToDoubleFunction reader(DataType type, ByteBuffer bytes) {
    return switch (type) {
      case FLOAT32 -> i -> bytes.getFloat(4 * i);
      case INT8, BOOLEAN -> bytes::get;
      case INT16 -> i -> bytes.getShort(2 * i);
      case INT32 -> i -> bytes.getInt(4 * i);
      case INT64 -> i -> exact(bytes.getLong(8 * i));
      case UINT8 -> i -> Byte.toUnsignedInt(bytes.get(i));
      case UINT16 -> i -> Short.toUnsignedInt(bytes.getShort(2 * i));
      case UINT32 -> i -> Integer.toUnsignedLong(bytes.getInt(4 * i));
      case UINT64 -> i -> exactUnsigned(bytes.getLong(8 * i));
      default ->
          throw new IllegalArgumentException(
              "values of type " + type + " are no numbers that SQL has");
    };
  }

  private static double exact(long value) {
    if (value > LARGEST_EXACT || value < -LARGEST_EXACT) {
      throw inexact(Long.toString(value));
    }
    return value;
  }

  private static double exactUnsigned(long value) {
    if (Long.compareUnsigned(value, LARGEST_EXACT) > 0) {
      throw inexact(Long.toUnsignedString(value));
    }
    return value;
  }

  private static IllegalArgumentException inexact(String value) {
    return new IllegalArgumentException(
        "the value "
            + value
            + " is not exact as a double: convert the tensor map with tm_to, or"
            + " read the dataset in the layout 'samples'");
  }
}
