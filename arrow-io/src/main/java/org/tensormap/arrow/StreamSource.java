package org.tensormap.arrow;

import java.nio.ByteBuffer;

/**
 * Where the bytes of a stream come from, one part after the other.
 *
 * @param <E> what goes wrong when they can not be got
 */
interface StreamSource<E extends Exception> {
  /**
   * Returns the next bytes, which are few.
   *
   * @param length how many
   * @return a buffer of exactly these bytes, in little-endian order
   * @throws E if they can not be got
   * @throws IpcFormatException if there are fewer
   */
  ByteBuffer description(int length) throws E;

  /**
   * Returns the next bytes, which may be many: in a direct buffer, unless they are on the heap
   * already.
   *
   * @param length how many
   * @return a buffer of exactly these bytes, in little-endian order
   * @throws E if they can not be got
   * @throws IpcFormatException if there are fewer, or more than fit into a buffer
   */
  ByteBuffer body(long length) throws E;

  /** The error for a stream that ends too early. */
  static IpcFormatException cutShort(long wanted, long left) {
    return new IpcFormatException(
        "the stream is cut short: its next part has "
            + wanted
            + " bytes, and "
            + left
            + " are left");
  }
}
