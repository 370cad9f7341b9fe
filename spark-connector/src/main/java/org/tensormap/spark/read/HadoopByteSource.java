package org.tensormap.spark.read;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.tensormap.io.ByteSource;

/**
 * A file on a file system of Hadoop, read by position.
 *
 * <p>A shard has many small entries beside its values, and a remote read takes long whatever its
 * length; so a short read fetches a window of bytes, from which the short reads that follow are
 * served.
 */
final class HadoopByteSource implements ByteSource {
  private static final int WINDOW_BYTES = 1 << 20;

  private final String name;
  private final long size;
  private final FSDataInputStream stream;

  /** The bytes from {@link #windowStart} on that were fetched last. */
  private ByteBuffer window = ByteBuffer.allocate(0);

  private long windowStart;

  HadoopByteSource(FileSystem fileSystem, Path path, long size) throws IOException {
    this.name = path.toString();
    this.size = size;
    this.stream = fileSystem.open(path);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public ByteBuffer read(long offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, /* size= */ length, /* length= */ size);
    ByteBuffer bytes = length >= WINDOW_BYTES ? fetch(offset, length) : fromWindow(offset, length);
    return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private synchronized ByteBuffer fromWindow(long offset, int length) throws IOException {
    if (offset < windowStart || offset + length > windowStart + window.limit()) {
      window = fetch(offset, (int) Math.min(WINDOW_BYTES, size - offset));
      windowStart = offset;
    }
    return window.slice((int) (offset - windowStart), length);
  }

  private ByteBuffer fetch(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(length);
    try {
      if (stream.hasCapability(StreamCapabilities.PREADBYTEBUFFER)) {
        stream.readFully(offset, bytes);
      } else {
        byte[] copy = new byte[length];
        stream.readFully(offset, copy);
        bytes.put(copy);
      }
    } catch (EOFException e) {
      throw new EOFException(
          name + " ended before byte " + (offset + length) + " of " + size + ": it was cut off");
    }
    return bytes.flip();
  }
}
