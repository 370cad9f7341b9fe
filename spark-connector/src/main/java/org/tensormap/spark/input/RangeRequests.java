package org.tensormap.spark.input;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileRange;
import org.tensormap.io.ByteRanges;

/**
 * Ranges of a remote file as the requests that fetch them: in ascending order, and one for all that
 * lie close to each other, since a few bytes too many cost less than one more request.
 *
 * <p>Requests are made in batches, so that the memory they take has a limit.
 */
final class RangeRequests {
  /** Ranges that are at most so far from each other are fetched together. */
  static final int LARGEST_GAP = 128 << 10;

  /** How many bytes a batch has at most. */
  static final int BATCH_BYTES = 16 << 20;

  /** How many requests a batch has at most. */
  static final int BATCH_REQUESTS = 256;

  static final RangeRequests NONE = new RangeRequests(new long[0], new long[0], 0);

  /** Where each request starts, in ascending order. */
  private final long[] starts;

  /** Where each request ends. */
  private final long[] ends;

  private final int count;

  private RangeRequests(long[] starts, long[] ends, int count) {
    this.starts = starts;
    this.ends = ends;
    this.count = count;
  }

  /** The requests for some ranges, which may overlap and be in any order. */
  static RangeRequests of(ByteRanges ranges) {
    long[] starts = new long[ranges.count()];
    long[] ends = new long[ranges.count()];
    int count = 0;
    for (int index : inOrder(ranges)) {
      long start = ranges.offset(index);
      long end = start + ranges.length(index);
      if (start == end) {
        continue;
      }
      if (count > 0 && start <= ends[count - 1] + LARGEST_GAP) {
        ends[count - 1] = Math.max(ends[count - 1], end);
      } else {
        starts[count] = start;
        ends[count] = end;
        count++;
      }
    }
    return new RangeRequests(starts, ends, count);
  }

  /** The positions of ranges by where they start. */
  static int[] inOrder(ByteRanges ranges) {
    int[] order = IntStream.range(0, ranges.count()).toArray();
    boolean ascends =
        IntStream.range(1, order.length).allMatch(i -> ranges.offset(i - 1) <= ranges.offset(i));
    return ascends
        ? order
        : IntStream.of(order)
            .boxed()
            .sorted((a, b) -> Long.compare(ranges.offset(a), ranges.offset(b)))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** Where the first request starts; of no requests, 0. */
  long start() {
    return count == 0 ? 0 : starts[0];
  }

  /** Where the last request ends; of no requests, 0. */
  long end() {
    return count == 0 ? 0 : ends[count - 1];
  }

  /** Whether a range is a part of one request. */
  boolean cover(long offset, int length) {
    int index = indexOf(offset);
    return index < count && starts[index] <= offset && offset + length <= ends[index];
  }

  /**
   * A batch of requests for what lies from a position on, and a little before it in the same
   * request: what is read next is not always behind what was read before.
   */
  List<FileRange> batchAround(long position) {
    return batch(Math.max(starts[indexOf(position)], position - LARGEST_GAP));
  }

  /** A batch of requests for what lies from a position on; there must be some. */
  List<FileRange> batch(long from) {
    List<FileRange> batch = new ArrayList<>();
    int left = BATCH_BYTES;
    for (int i = indexOf(from); i < count && left > 0 && batch.size() < BATCH_REQUESTS; i++) {
      long start = Math.max(starts[i], from);
      int length = (int) Math.min(ends[i] - start, left);
      batch.add(FileRange.createFileRange(start, length));
      left -= length;
    }
    return batch;
  }

  /** The first request that ends behind a position. */
  private int indexOf(long position) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > position) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
