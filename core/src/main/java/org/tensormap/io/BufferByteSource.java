package org.tensormap.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** The bytes of a buffer. */
final class BufferByteSource implements ByteSource {
  private final String name;
  private final ByteBuffer bytes;

  BufferByteSource(String name, ByteBuffer buffer) {
    this.name = name;
    this.bytes = buffer.slice().asReadOnlyBuffer();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return bytes.capacity();
  }

  @Override
  public ByteBuffer read(long offset, int length) {
    Objects.checkFromIndexSize(offset, /* size= */ length, /* length= */ size());
    return bytes.slice((int) offset, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Does nothing: the memory belongs to whoever made the buffer. */
  @Override
  public void close() {}
}
