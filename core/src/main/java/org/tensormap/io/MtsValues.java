package org.tensormap.io;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;
import java.util.stream.LongStream;

/** The values of a block in an archive, whose header has been read and checked. */
final class MtsValues {
  private final ZipArchive archive;
  private final ZipArchive.Entry entry;
  private final EntryLocation location;
  private final NpyHeader header;
  private final NpyValueType type;

  /**
   * What was inflated for a part of the values, for the next part: on the heap, where the garbage
   * collector takes it back before memory runs out.
   */
  private volatile SoftReference<ByteBuffer> inflated = new SoftReference<>(null);

  MtsValues(
      ZipArchive archive,
      ZipArchive.Entry entry,
      EntryLocation location,
      NpyHeader header,
      NpyValueType type) {
    this.archive = archive;
    this.entry = entry;
    this.location = location;
    this.header = header;
    this.type = type;
  }

  EntryLocation location() {
    return location;
  }

  Shape shape() {
    return header.shape();
  }

  DataType dtype() {
    return type.dataType();
  }

  /** Reads and verifies all values. */
  NDArray read(NDManager manager) throws IOException {
    ArrayBuilder arrays = new ArrayBuilder(manager, type, location);
    if (entry.size() > Integer.MAX_VALUE) {
      try (ReadableByteChannel channel = archive.openChannel(entry)) {
        skipHeader(channel);
        return arrays.fromChannel(channel, shape());
      }
    }
    ByteBuffer bytes = archive.read(entry);
    return arrays.fromBuffer(values(bytes, 0, bytes.limit() - header.length()), shape());
  }

  /** Reads some rows along the first axis, without the checksum if the entry is stored. */
  NDArray read(NDManager manager, long first, long count) throws IOException {
    Objects.checkFromIndexSize(first, /* size= */ count, /* length= */ shape().get(0));
    long[] lengths = shape().getShape().clone();
    lengths[0] = count;
    long rowLength = shape().get(0) == 0 ? 0 : (entry.size() - header.length()) / shape().get(0);
    long length = rowLength * count;
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          location
              + ": "
              + count
              + " samples have "
              + length
              + " bytes, more than can be read at once: read fewer samples at a time");
    }
    ByteBuffer values =
        entry.method() == ZipFormat.STORED
            ? archive.read(entry, header.length() + first * rowLength, (int) length)
            : values(inflated(), first * rowLength, length);
    return new ArrayBuilder(manager, type, location).fromBuffer(values, new Shape(lengths));
  }

  /** Reads some values of some rows along the first axis, in the order that is asked for. */
  NDArray read(NDManager manager, int[] samples, int[] columns) throws IOException {
    ByteRanges ranges = ranges(samples, columns);
    if (ranges.totalLength() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          location
              + ": these values have "
              + ranges.totalLength()
              + " bytes, more than can be read at once: read fewer samples at a time");
    }
    ByteBuffer values =
        entry.method() == ZipFormat.STORED
            ? archive.read(entry, ranges)
            : ByteSource.wrap(location.toString(), inflated()).read(ranges);
    return new ArrayBuilder(manager, type, location)
        .fromBuffer(values, new Shape(samples.length, columns.length));
  }

  /** Where in the entry the values are. */
  private ByteRanges ranges(int[] samples, int[] columns) {
    long rowLength = LongStream.of(shape().getShape()).skip(1).reduce(1, (a, b) -> a * b);
    for (int column : columns) {
      Objects.checkIndex(column, rowLength);
    }
    ByteRanges.Builder ranges = new ByteRanges.Builder();
    for (int sample : samples) {
      Objects.checkIndex(sample, shape().get(0));
      long row = header.length() + sample * rowLength * type.size();
      for (int first = 0; first < columns.length; ) {
        int behind = first + 1;
        while (behind < columns.length && columns[behind] == columns[behind - 1] + 1) {
          behind++;
        }
        ranges.add(row + (long) columns[first] * type.size(), (behind - first) * type.size());
        first = behind;
      }
    }
    return ranges.build();
  }

  private ByteBuffer inflated() throws IOException {
    ByteBuffer bytes = inflated.get();
    if (bytes == null) {
      ByteBuffer read = archive.read(entry);
      bytes = ByteBuffer.allocate(read.remaining()).put(read).flip().asReadOnlyBuffer();
      inflated = new SoftReference<>(bytes);
    }
    return bytes;
  }

  private ByteBuffer values(ByteBuffer bytes, long offset, long length) {
    return bytes.slice(header.length() + (int) offset, (int) length);
  }

  private void skipHeader(ReadableByteChannel channel) throws IOException {
    ByteBuffer skipped = ByteBuffer.allocate(header.length());
    while (skipped.hasRemaining()) {
      channel.read(skipped);
    }
  }
}
