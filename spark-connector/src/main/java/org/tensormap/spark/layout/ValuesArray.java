package org.tensormap.spark.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.unsafe.Platform;
import org.tensormap.spark.column.ElementType;

/**
 * A SQL array that is filled again and again with the values of one sample after the other, each
 * with a single copy where the types agree.
 *
 * <p>The layout is that of {@link UnsafeArrayData}: the number of elements, one bit each for null
 * (none is), then the elements, padded to a multiple of 8 bytes.
 */
final class ValuesArray {
  private final ElementType type;
  private final int length;
  private final int header;
  private final ByteBuffer bytes;
  private final UnsafeArrayData array = new UnsafeArrayData();

  /**
   * Creates an array.
   *
   * @param type the type of the elements
   * @param length the number of elements
   */
  ValuesArray(ElementType type, int length) {
    this.type = type;
    this.length = length;
    this.header = UnsafeArrayData.calculateHeaderPortionInBytes(length);
    int size = Math.toIntExact(header + (((long) length * type.size() + 7) / 8 * 8));
    this.bytes = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).putLong(0, length);
    array.pointTo(bytes.array(), Platform.BYTE_ARRAY_OFFSET, size);
  }

  /**
   * Fills the array.
   *
   * @param values values in native byte order, from index 0
   * @param row which group of values: those from {@code row * length} on
   * @return the array, which is overwritten by the next call
   */
  UnsafeArrayData fill(ByteBuffer values, int row) {
    type.copy(values, row * length, length, bytes, header);
    return array;
  }
}
