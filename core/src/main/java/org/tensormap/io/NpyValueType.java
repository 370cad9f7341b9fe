package org.tensormap.io;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.stream.Collectors;
import org.tensormap.HostNDManager;

/**
 * How the values of a block are stored: NumPy's descriptors, and the types of DJL that hold them.
 *
 * @param dataType the type of the values
 * @param order the order of the bytes of each value
 */
record NpyValueType(DataType dataType, ByteOrder order) {
  private static final Map<String, DataType> TYPES =
      Map.ofEntries(
          Map.entry("f2", DataType.FLOAT16),
          Map.entry("f4", DataType.FLOAT32),
          Map.entry("f8", DataType.FLOAT64),
          Map.entry("i1", DataType.INT8),
          Map.entry("i2", DataType.INT16),
          Map.entry("i4", DataType.INT32),
          Map.entry("i8", DataType.INT64),
          Map.entry("u1", DataType.UINT8),
          Map.entry("u2", DataType.UINT16),
          Map.entry("u4", DataType.UINT32),
          Map.entry("u8", DataType.UINT64),
          Map.entry("b1", DataType.BOOLEAN),
          Map.entry("c8", DataType.COMPLEX64));

  private static final Map<DataType, String> DESCRIPTORS =
      TYPES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  /** Reads the type from a header, or throws if it is none that values can have. */
  static NpyValueType of(NpyType type, EntryLocation location) throws MtsFormatException {
    if (!(type instanceof NpyType.Scalar scalar)) {
      throw location.problem("it holds rows of named values " + type + ", expected numbers");
    }
    String descriptor = scalar.descriptor();
    DataType dataType = descriptor.isEmpty() ? null : TYPES.get(descriptor.substring(1));
    if (descriptor.endsWith("c16")) {
      throw location.problem(
          "its values are of type complex128, which DJL does not have: convert them to complex64");
    }
    if (dataType == null) {
      throw location.problem("its values are of type " + type + ", which the format does not have");
    }
    return new NpyValueType(dataType, order(descriptor.charAt(0), dataType, type, location));
  }

  /**
   * Returns the descriptor of values in native byte order.
   *
   * @throws IllegalArgumentException if the format has no such type
   */
  static NpyType descriptor(DataType dataType) {
    String descriptor = DESCRIPTORS.get(dataType);
    if (descriptor == null) {
      throw new IllegalArgumentException(
          "values of type " + dataType + " can not be stored: the format has no such type");
    }
    return new NpyType.Scalar(nativeOrder() + descriptor);
  }

  /** NumPy's mark of the native byte order. */
  static char nativeOrder() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? '<' : '>';
  }

  /** The bytes of one value. */
  int size() {
    return HostNDManager.elementSize(dataType);
  }

  /** Returns these values as the JVM and native code have them: the same buffer where it can be. */
  ByteBuffer toNative(ByteBuffer values) {
    if (isNative(values)) {
      return values;
    }
    ByteBuffer copy = ByteBuffer.allocateDirect(values.remaining());
    copy.put(values.duplicate()).flip();
    makeNative(copy);
    return copy;
  }

  /** Converts these values, in place, to what the JVM and native code have. */
  void makeNative(ByteBuffer values) {
    if (isNative(values)) {
      return;
    }
    if (dataType == DataType.BOOLEAN) {
      for (int i = values.position(); i < values.limit(); i++) {
        values.put(i, (byte) (values.get(i) == 0 ? 0 : 1));
      }
      return;
    }
    ByteBuffer from = values.slice().order(order);
    ByteBuffer to = values.slice().order(ByteOrder.nativeOrder());
    switch (dataType == DataType.COMPLEX64 ? Float.BYTES : size()) {
      case Short.BYTES -> to.asShortBuffer().put(from.asShortBuffer());
      case Integer.BYTES -> to.asIntBuffer().put(from.asIntBuffer());
      default -> to.asLongBuffer().put(from.asLongBuffer());
    }
  }

  /** For NumPy every byte but 0 is true; native code wants 1. */
  private boolean isNative(ByteBuffer values) {
    if (dataType != DataType.BOOLEAN) {
      return size() == 1 || order == ByteOrder.nativeOrder();
    }
    for (int i = values.position(); i < values.limit(); i++) {
      if ((values.get(i) & 0xfe) != 0) {
        return false;
      }
    }
    return true;
  }

  private static ByteOrder order(char mark, DataType dataType, NpyType type, EntryLocation location)
      throws MtsFormatException {
    return switch (mark) {
      case '<' -> ByteOrder.LITTLE_ENDIAN;
      case '>' -> ByteOrder.BIG_ENDIAN;
      case '=' -> ByteOrder.nativeOrder();
      case '|' -> {
        if (dataType.getNumOfBytes() > 1) {
          throw location.problem("its values " + type + " need a byte order, '<' or '>'");
        }
        yield ByteOrder.nativeOrder();
      }
      default -> throw location.problem("the byte order of its values is unknown: " + type);
    };
  }
}
