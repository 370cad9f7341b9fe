package org.tensormap.io;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;

/** The values of a block in an archive, whose header has been read and checked. */
final class MtsValues {
  private static final ByteBuffer NO_VALUES =
      ByteBuffer.allocateDirect(0).asReadOnlyBuffer().order(ByteOrder.nativeOrder());

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

  /** Reads some rows along the first axis, in the order that is asked for. */
  NDArray read(NDManager manager, int[] samples) throws IOException {
    long rowLength = rowLength() * type.size();
    if (rowLength > Integer.MAX_VALUE) {
      throw tooManyBytes(rowLength);
    }
    long[] lengths = shape().getShape().clone();
    lengths[0] = samples.length;
    ByteRanges row = new ByteRanges.Builder().add(0, (int) rowLength).build();
    return read(manager, ranges(samples, row), new Shape(lengths));
  }

  /** Reads some values of some rows along the first axis, in the order that is asked for. */
  NDArray read(NDManager manager, int[] samples, int[] columns) throws IOException {
    long rowLength = rowLength();
    ByteRanges.Builder row = new ByteRanges.Builder();
    for (int column : columns) {
      Objects.checkIndex(column, rowLength);
      row.add((long) column * type.size(), type.size());
    }
    return read(manager, ranges(samples, row.build()), new Shape(samples.length, columns.length));
  }

  private NDArray read(NDManager manager, ByteRanges ranges, Shape shape) throws IOException {
    if (ranges.totalLength() > Integer.MAX_VALUE) {
      throw tooManyBytes(ranges.totalLength());
    }
    if (ranges.totalLength() == 0) {
      return new ArrayBuilder(manager, type, location).fromBuffer(NO_VALUES, shape);
    }
    ByteBuffer values =
        entry.method() == ZipFormat.STORED
            ? archive.read(entry, ranges)
            : ByteSource.wrap(location.toString(), inflated()).read(ranges);
    return new ArrayBuilder(manager, type, location).fromBuffer(values, shape);
  }

  /** Where in the entry some ranges of some rows are. */
  private ByteRanges ranges(int[] samples, ByteRanges row) {
    long rowBytes = rowLength() * type.size();
    ByteRanges.Builder ranges = new ByteRanges.Builder();
    for (int sample : samples) {
      Objects.checkIndex(sample, shape().get(0));
      long start = header.length() + sample * rowBytes;
      for (int i = 0; i < row.count(); i++) {
        ranges.add(start + row.offset(i), row.length(i));
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

  /** How many values each row has. */
  private long rowLength() {
    long length = 1;
    for (int axis = 1; axis < shape().dimension(); axis++) {
      length *= shape().get(axis);
    }
    return length;
  }

  private IllegalArgumentException tooManyBytes(long bytes) {
    return new IllegalArgumentException(
        location
            + ": these values have "
            + bytes
            + " bytes, more than can be read at once: read fewer samples at a time");
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
