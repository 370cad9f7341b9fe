package org.tensormap.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Bytes that can be read from any position: a mapped file, memory, or ranges of a remote file.
 *
 * <p>The bytes must not change while they are in use. Sources may be used by several threads.
 */
public interface ByteSource extends Closeable {
  /**
   * Returns the name for messages.
   *
   * @return a path, URI or description
   */
  String name();

  /**
   * Returns how many bytes there are.
   *
   * @return the size
   */
  long size();

  /**
   * Reads a range of bytes.
   *
   * @param offset the position of the first byte, from 0
   * @param length how many bytes
   * @return a read-only buffer in little-endian order with exactly these bytes, which may share
   *     memory with the source and stays valid when the source is closed
   * @throws IndexOutOfBoundsException if the range is not within the source
   * @throws IOException if the bytes can not be read, or the source is closed
   */
  ByteBuffer read(long offset, int length) throws IOException;

  /**
   * Reads several ranges of bytes; a source for which each read takes its time fetches them
   * together.
   *
   * @param ranges the ranges, with less than 2 GiB together
   * @return a read-only buffer in little-endian order with the bytes of all ranges one behind the
   *     other, which may share memory with the source and stays valid when the source is closed
   * @throws IndexOutOfBoundsException if a range is not within the source
   * @throws ArithmeticException if the ranges have 2 GiB or more
   * @throws IOException if the bytes can not be read, or the source is closed
   */
  default ByteBuffer read(ByteRanges ranges) throws IOException {
    if (ranges.count() == 1) {
      return read(ranges.offset(0), ranges.length(0));
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(ranges.totalLength()));
    for (int i = 0; i < ranges.count(); i++) {
      bytes.put(read(ranges.offset(i), ranges.length(i)));
    }
    return bytes.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Tells whether each read takes its time, so that it pays to find out and {@linkplain #expect
   * say} what is going to be read.
   *
   * @return whether this source makes use of what it is told; false unless it says otherwise
   */
  default boolean usesExpectations() {
    return false;
  }

  /**
   * Says which ranges are going to be read soon, one by one. A source for which each read takes its
   * time then fetches many of them together, once the first one is read, and {@linkplain
   * #usesExpectations says that it does}; others do nothing. Takes the place of what was said
   * before.
   *
   * @param ranges gives the ranges, which may overlap and be in any order; asked only by a source
   *     that makes use of them
   */
  default void expect(Supplier<ByteRanges> ranges) {}

  /**
   * Maps a local file into memory; ranges are read without a copy.
   *
   * <p>The mapping goes away when neither the source nor a buffer that was read from it is in use
   * any more. As with every mapping, a file that is truncated by another process while it is in use
   * gives undefined results.
   *
   * @param file the path of a file
   * @return its bytes
   * @throws IOException if there is no such file, or it can not be read
   */
  static ByteSource map(Path file) throws IOException {
    return MappedByteSource.open(file);
  }

  /**
   * Takes the bytes of a buffer, without a copy.
   *
   * @param name the name for messages
   * @param buffer the bytes from its position to its limit, which stay where they are
   * @return these bytes
   */
  static ByteSource wrap(String name, ByteBuffer buffer) {
    return new BufferByteSource(name, buffer);
  }
}
