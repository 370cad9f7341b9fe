package org.tensormap.arrow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;

/** Reads a stream from a channel, and no further than its end. */
final class ChannelSource implements StreamSource<IOException> {
  /** What is believed of a size that a stream claims, before as many bytes have been seen. */
  private static final int TRUSTED_BYTES = 1 << 20;

  private final ReadableByteChannel channel;

  ChannelSource(ReadableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public ByteBuffer description(int length) throws IOException {
    return read(length, ByteBuffer.allocate(firstCapacity(length)));
  }

  @Override
  public ByteBuffer body(long length) throws IOException {
    if (length > Integer.MAX_VALUE) {
      throw new IpcFormatException(
          "a message of " + length + " bytes is larger than a buffer can be");
    }
    return read((int) length, ByteBuffer.allocateDirect(firstCapacity((int) length)));
  }

  /** Reads into a buffer that grows with what has been read, to at most twice of it. */
  private ByteBuffer read(int length, ByteBuffer first) throws IOException {
    ByteBuffer bytes = first;
    while (true) {
      if (!bytes.hasRemaining()) {
        if (bytes.capacity() == length) {
          return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
        }
        int capacity = (int) Math.min(length, 2L * bytes.capacity());
        bytes = allocateLike(bytes, capacity).put(bytes.flip());
      }
      if (channel.read(bytes) < 0) {
        throw StreamSource.cutShort(length, bytes.position());
      }
    }
  }

  private int firstCapacity(int length) throws IOException {
    if (channel instanceof SeekableByteChannel file) {
      long left = file.size() - file.position();
      if (left < length) {
        throw StreamSource.cutShort(length, left);
      }
      return length;
    }
    return Math.min(length, TRUSTED_BYTES);
  }

  private static ByteBuffer allocateLike(ByteBuffer bytes, int capacity) {
    return bytes.isDirect() ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity);
  }
}
