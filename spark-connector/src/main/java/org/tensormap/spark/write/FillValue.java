package org.tensormap.spark.write;

import java.io.Serializable;
import java.nio.ByteBuffer;

/** The value of elements for which there is no row. */
final class FillValue implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] bytes;

  /**
   * Creates a value.
   *
   * @param bytes how it is stored; not copied
   */
  FillValue(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Makes it the value at a position. */
  void put(ByteBuffer values, int position) {
    values.put(position * bytes.length, bytes);
  }
}
