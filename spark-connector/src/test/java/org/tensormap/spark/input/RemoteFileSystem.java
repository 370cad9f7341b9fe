package org.tensormap.spark.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Local files as an object store shows them: under a scheme of its own, so that nobody maps them,
 * with a request for each range of bytes that is asked for. Counts these requests of this JVM, but
 * not what is read from first to last, such as version files.
 *
 * <p>A vectored read asks for each of its ranges: they are not joined here, as S3A would.
 */
public final class RemoteFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "remote";

  private static final AtomicLong ROUND_TRIPS = new AtomicLong();
  private static final AtomicLong REQUESTS = new AtomicLong();
  private static final AtomicLong BYTES = new AtomicLong();
  private static final AtomicLong LARGEST_VECTORED_READ = new AtomicLong();

  /** How often somebody has waited for an answer: requests of one vectored read run together. */
  static long roundTrips() {
    return ROUND_TRIPS.get();
  }

  /** How many ranges of bytes were asked for. */
  static long requests() {
    return REQUESTS.get();
  }

  /** How many bytes were asked for. */
  static long bytes() {
    return BYTES.get();
  }

  /** How many bytes a single vectored read has asked for at most. */
  static long largestVectoredRead() {
    return LARGEST_VECTORED_READ.get();
  }

  static void resetCounters() {
    List.of(ROUND_TRIPS, REQUESTS, BYTES, LARGEST_VECTORED_READ).forEach(each -> each.set(0));
  }

  /** The address of a local file on this file system. */
  static String address(java.nio.file.Path file) {
    return SCHEME + ":" + file.toUri().getPath();
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (!exists(path)) {
      throw new FileNotFoundException(path.toString());
    }
    return new FSDataInputStream(new RemoteInputStream(super.open(path, bufferSize)));
  }

  private static void count(long bytes) {
    REQUESTS.incrementAndGet();
    BYTES.addAndGet(bytes);
  }

  /** A file that can be read by position only, into arrays, as those of object stores. */
  private static final class RemoteInputStream extends FSInputStream {
    private final FSDataInputStream file;

    RemoteInputStream(FSDataInputStream file) {
      this.file = file;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) throws IOException {
      ROUND_TRIPS.incrementAndGet();
      count(length);
      return file.read(position, buffer, offset, length);
    }

    @Override
    public void readVectored(List<? extends FileRange> ranges, IntFunction<ByteBuffer> allocate)
        throws IOException {
      ROUND_TRIPS.incrementAndGet();
      long sum = ranges.stream().mapToLong(FileRange::getLength).sum();
      LARGEST_VECTORED_READ.accumulateAndGet(sum, Math::max);
      long end = 0;
      for (FileRange range : ranges) {
        if (range.getOffset() < end) {
          throw new IllegalArgumentException("ranges overlap or are not sorted: " + ranges);
        }
        end = range.getOffset() + range.getLength();
        count(range.getLength());
        range.setData(fetch(range, allocate.apply(range.getLength())));
      }
    }

    private CompletableFuture<ByteBuffer> fetch(FileRange range, ByteBuffer buffer) {
      try {
        file.readFully(range.getOffset(), buffer.array(), buffer.arrayOffset(), range.getLength());
        return CompletableFuture.completedFuture(buffer);
      } catch (IOException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    @Override
    public int read() throws IOException {
      return file.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return file.read(buffer, offset, length);
    }

    @Override
    public void seek(long position) throws IOException {
      file.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return file.getPos();
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
