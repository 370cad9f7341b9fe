package org.tensormap.spark.write;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/** Counts the bytes that are written, and computes their CRC-32C. */
final class ChecksumStream extends FilterOutputStream {
  private final CRC32C checksum = new CRC32C();
  private long count;

  ChecksumStream(OutputStream out) {
    super(out);
  }

  long count() {
    return count;
  }

  long checksum() {
    return checksum.getValue();
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
    checksum.update(value);
    count++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    checksum.update(bytes, offset, length);
    count += length;
  }
}
