package org.tensormap.spark.write;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;

/**
 * Values of a block, row by row as they come, already as the bytes that the file will have.
 *
 * <p>An array that Spark holds as plain memory, as almost all are, is appended with one copy.
 */
final class GrowingValues {
  private static final int FIRST_CAPACITY = 1 << 12;

  /** Some JVMs need a few bytes of an array for themselves. */
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

  private final ValueEncoding encoding;
  private byte[] bytes = new byte[FIRST_CAPACITY];
  private ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  private int size;

  GrowingValues(ValueEncoding encoding) {
    this.encoding = encoding;
  }

  /** The bytes of all values so far. */
  int size() {
    return size;
  }

  /** Appends all elements of an array; none of them may be null. */
  void addAll(ArrayData array) {
    int count = array.numElements();
    long length = (long) count * encoding.size();
    reserve(length);
    if (encoding.isPlain() && array instanceof UnsafeArrayData plain) {
      Platform.copyMemory(
          plain.getBaseObject(),
          plain.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes(count),
          bytes,
          Platform.BYTE_ARRAY_OFFSET + size,
          length);
      size += (int) length;
    } else {
      for (int i = 0; i < count; i++) {
        encoding.put(array, i, view, size);
        size += encoding.size();
      }
    }
  }

  /** Appends one value, which must not be null. */
  void add(SpecializedGetters row, int ordinal) {
    reserve(encoding.size());
    encoding.put(row, ordinal, view, size);
    size += encoding.size();
  }

  /** The values, without a copy; nothing may be added any more. */
  ByteBuffer toBuffer() {
    return ByteBuffer.wrap(bytes, 0, size).order(ByteOrder.nativeOrder());
  }

  /** How long an array gets that was full: twice as long, or as long as is needed. */
  static int grown(int capacity, long needed) {
    return Math.max(checkedSize(needed), (int) Math.min(2L * capacity, LARGEST_ARRAY));
  }

  /** The length of an array, if there can be one so long. */
  static int checkedSize(long needed) {
    if (needed > LARGEST_ARRAY) {
      throw WriteErrors.blockTooLarge(needed);
    }
    return (int) needed;
  }

  private void reserve(long more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, grown(bytes.length, size + more));
      view = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
  }
}
