package org.tensormap.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads a stream from memory, without a copy. */
final class BufferSource implements StreamSource<RuntimeException> {
  private final ByteBuffer stream;

  BufferSource(ByteBuffer stream) {
    this.stream = stream.slice();
  }

  @Override
  public ByteBuffer description(int length) {
    return body(length);
  }

  @Override
  public ByteBuffer body(long length) {
    if (length > stream.remaining()) {
      throw StreamSource.cutShort(length, stream.remaining());
    }
    ByteBuffer part = stream.slice(stream.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    stream.position(stream.position() + (int) length);
    return part;
  }

  int remaining() {
    return stream.remaining();
  }
}
