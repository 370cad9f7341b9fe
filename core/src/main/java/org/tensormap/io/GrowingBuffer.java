package org.tensormap.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/** Collects what is written to it in memory, as {@code ByteArrayOutputStream} does for streams. */
final class GrowingBuffer implements WritableByteChannel {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private byte[] bytes = new byte[1 << 12];
  private int size;
  private boolean open = true;

  @Override
  public int write(ByteBuffer source) throws IOException {
    int length = source.remaining();
    if (length > LARGEST_ARRAY - size) {
      throw new IOException(
          "a buffer holds less than 2 GiB, and there are at least "
              + ((long) size + length)
              + " bytes: write to a file or stream");
    }
    if (length > bytes.length - size) {
      long doubled = Math.min(2L * bytes.length, LARGEST_ARRAY);
      bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, size + length));
    }
    source.get(bytes, size, length);
    size += length;
    return length;
  }

  byte[] toByteArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
