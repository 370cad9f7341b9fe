package org.tensormap.spark.input;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.util.functional.FutureIO;
import org.tensormap.io.ByteRanges;
import org.tensormap.io.ByteSource;

/**
 * A file on a file system of Hadoop, read by position.
 *
 * <p>A remote read takes long whatever its length. So a short read fetches a window of bytes, from
 * which the short reads that follow are served, and ranges that are wanted together are fetched by
 * vectored reads: few requests, several of them at a time if the file system can do that.
 *
 * <p>What was fetched belongs to this source, which gives copies away: so it is gone when something
 * else is fetched, whoever still uses the copies.
 */
final class HadoopByteSource implements ByteSource {
  /** What a short read fetches; a read of so many bytes is worth a request of its own. */
  private static final int WINDOW_BYTES = 1 << 20;

  private final String name;
  private final long size;
  private final FSDataInputStream stream;

  /** What the last short read fetched that was not expected. */
  private FetchedBytes window = FetchedBytes.NONE;

  /** What is going to be read, as far as the caller has said. */
  private RangeRequests expected = RangeRequests.NONE;

  /** A batch of what is expected, from the last read on that was not in memory. */
  private FetchedBytes batch = FetchedBytes.NONE;

  /**
   * Opens a file of a known length, which an object store then need not be asked for. So whether
   * the file is there, and has this length, may turn out only when it is read.
   */
  HadoopByteSource(FileSystem fileSystem, Path path, long size) throws IOException {
    this.name = path.toString();
    this.size = size;
    this.stream =
        FutureIO.awaitFuture(
            fileSystem
                .openFile(path)
                .opt(OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY, "vector, random")
                .opt(OpenFileOptions.FS_OPTION_OPENFILE_LENGTH, Long.toString(size))
                .build());
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
    ByteBuffer bytes = ByteBuffer.allocateDirect(length);
    if (length >= WINDOW_BYTES) {
      readLarge(offset, bytes);
    } else {
      bytes.put(inMemory(offset, length));
    }
    return readable(bytes);
  }

  /** Ranges within a window are served as short reads are, others by vectored reads. */
  @Override
  public ByteBuffer read(ByteRanges ranges) throws IOException {
    for (int i = 0; i < ranges.count(); i++) {
      Objects.checkFromIndexSize(
          ranges.offset(i), /* size= */ ranges.length(i), /* length= */ size);
    }
    if (ranges.count() == 1) {
      return read(ranges.offset(0), ranges.length(0));
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(ranges.totalLength()));
    RangeRequests requests = RangeRequests.of(ranges);
    if (requests.end() - requests.start() < WINDOW_BYTES) {
      long start = requests.start();
      ByteBuffer all = inMemory(start, (int) (requests.end() - start));
      for (int i = 0; i < ranges.count(); i++) {
        bytes.put(all.slice((int) (ranges.offset(i) - start), ranges.length(i)));
      }
    } else {
      ScatteredBytes scattered = new ScatteredBytes(ranges, bytes);
      fetch(requests, scattered::put);
    }
    return readable(bytes);
  }

  @Override
  public boolean usesExpectations() {
    return true;
  }

  @Override
  public void expect(Supplier<ByteRanges> ranges) {
    RangeRequests requests = RangeRequests.of(ranges.get());
    synchronized (this) {
      expected = requests;
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private static ByteBuffer readable(ByteBuffer bytes) {
    return bytes.rewind().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The bytes of a short range, which are fetched together with those around it if need be. */
  private synchronized ByteBuffer inMemory(long offset, int length) throws IOException {
    Optional<ByteBuffer> known = window.find(offset, length).or(() -> batch.find(offset, length));
    if (known.isPresent()) {
      return known.get();
    }
    if (expected.cover(offset, length)) {
      batch = fetch(expected.batchAround(offset));
      return batch.find(offset, length).orElseThrow();
    }
    long start = Math.max(0, Math.min(offset, size - WINDOW_BYTES));
    int windowLength = (int) Math.min(WINDOW_BYTES, size - start);
    window = fetch(List.of(FileRange.createFileRange(start, windowLength)));
    return window.find(offset, length).orElseThrow();
  }

  private void readLarge(long offset, ByteBuffer target) throws IOException {
    if (!stream.hasCapability(StreamCapabilities.PREADBYTEBUFFER)) {
      fetch(
          RangeRequests.of(new ByteRanges.Builder().add(offset, target.capacity()).build()),
          part ->
              target.put((int) (part.offset() - offset), part.bytes(), 0, part.bytes().limit()));
      return;
    }
    try {
      stream.readFully(offset, target);
    } catch (FileNotFoundException e) {
      throw InputErrors.missingFile(name, e);
    } catch (EOFException e) {
      throw cutOff(offset + target.capacity(), e);
    }
  }

  /** Fetches everything, batch by batch. */
  private void fetch(RangeRequests requests, Consumer<FetchedBytes.Part> target)
      throws IOException {
    for (long position = requests.start(); position < requests.end(); ) {
      for (FetchedBytes.Part part : fetch(requests.batch(position)).parts()) {
        target.accept(part);
        position = part.end();
      }
    }
  }

  private FetchedBytes fetch(List<FileRange> ranges) throws IOException {
    List<FetchedBytes.Part> parts = new ArrayList<>();
    try {
      stream.readVectored(ranges, ByteBuffer::allocate);
      for (FileRange range : ranges) {
        ByteBuffer bytes = FutureIO.awaitFuture(range.getData()).slice();
        if (bytes.limit() < range.getLength()) {
          throw new EOFException();
        }
        parts.add(new FetchedBytes.Part(range.getOffset(), bytes));
      }
    } catch (FileNotFoundException e) {
      throw InputErrors.missingFile(name, e);
    } catch (EOFException e) {
      FileRange last = ranges.get(ranges.size() - 1);
      throw cutOff(last.getOffset() + last.getLength(), e);
    }
    return new FetchedBytes(parts);
  }

  private EOFException cutOff(long end, EOFException cause) {
    EOFException error =
        new EOFException(name + " ended before byte " + end + " of " + size + ": it was cut off");
    error.initCause(cause);
    return error;
  }
}
