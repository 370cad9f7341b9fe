package org.tensormap.spark.metrics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.tensormap.io.ByteRanges;
import org.tensormap.io.ByteSource;

/**
 * Counts the bytes that are asked for.
 *
 * @param source the bytes
 * @param bytesRead what counts them
 */
public record MeteredByteSource(ByteSource source, LongAdder bytesRead) implements ByteSource {
  @Override
  public String name() {
    return source.name();
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public ByteBuffer read(long offset, int length) throws IOException {
    bytesRead.add(length);
    ReadActivity.add(length);
    return source.read(offset, length);
  }

  @Override
  public ByteBuffer read(ByteRanges ranges) throws IOException {
    bytesRead.add(ranges.totalLength());
    ReadActivity.add(ranges.totalLength());
    return source.read(ranges);
  }

  @Override
  public boolean usesExpectations() {
    return source.usesExpectations();
  }

  @Override
  public void expect(Supplier<ByteRanges> ranges) {
    source.expect(ranges);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
