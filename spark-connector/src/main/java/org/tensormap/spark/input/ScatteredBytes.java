package org.tensormap.spark.input;

import java.nio.ByteBuffer;
import org.tensormap.io.ByteRanges;

/** Puts parts of a file, in ascending order, where the ranges of a read want them. */
final class ScatteredBytes {
  private final ByteRanges ranges;
  private final ByteBuffer target;

  /** The positions of the ranges by where they start in the file. */
  private final int[] order;

  /** Where each range starts in the target. */
  private final int[] places;

  /** The first range, in this order, that may want something of the next part. */
  private int next;

  /**
   * Creates a copier.
   *
   * @param ranges the ranges
   * @param target where their bytes go, one range behind the other from index 0
   */
  ScatteredBytes(ByteRanges ranges, ByteBuffer target) {
    this.ranges = ranges;
    this.target = target;
    this.order = RangeRequests.inOrder(ranges);
    this.places = new int[ranges.count()];
    int place = 0;
    for (int i = 0; i < places.length; i++) {
      places[i] = place;
      place += ranges.length(i);
    }
  }

  /** Copies what the ranges want of a part, which lies behind those before. */
  void put(FetchedBytes.Part part) {
    while (next < order.length && end(order[next]) <= part.offset()) {
      next++;
    }
    for (int i = next; i < order.length && ranges.offset(order[i]) < part.end(); i++) {
      int range = order[i];
      long start = Math.max(ranges.offset(range), part.offset());
      long end = Math.min(end(range), part.end());
      if (start < end) {
        target.put(
            places[range] + (int) (start - ranges.offset(range)),
            part.bytes(),
            (int) (start - part.offset()),
            (int) (end - start));
      }
    }
  }

  private long end(int range) {
    return ranges.offset(range) + ranges.length(range);
  }
}
