package org.tensormap;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gives every row of a row-major {@code int} matrix a number, so that rows are compared and hashed
 * as one {@code long}.
 *
 * <p>The number is the position of the row in the box between the smallest and largest values of
 * every column (as in a row-major array of that shape), when the box has at most 2<sup>62</sup>
 * cells; nearly all labels are like that. Else it is a hash, and equal numbers have to be followed
 * by a look at the rows.
 */
final class RowCodes {
  /** What a row outside of the box gets. */
  static final long OUTSIDE = -1;

  private static final long LARGEST_BOX = 1L << 62;

  /**
   * Differs from one JVM to the next, so that nobody can prepare labels whose hashes all collide.
   */
  private static final long SEED = ThreadLocalRandom.current().nextLong();

  private final int[] smallest;
  private final long[] lengths;

  /** The size of the box, or {@link Long#MAX_VALUE} if it is too large. */
  private final long cells;

  private RowCodes(int[] smallest, long[] lengths, long cells) {
    this.smallest = smallest;
    this.lengths = lengths;
    this.cells = cells;
  }

  /** Finds the box around some rows. */
  static RowCodes of(LabelsRows rows) {
    int[] values = rows.values;
    int dimensions = rows.columns.length;
    int[] smallest = new int[dimensions];
    long[] lengths = new long[dimensions];
    long cells = 1;
    for (int i = 0; i < dimensions && rows.count > 0; i++) {
      int min = Integer.MAX_VALUE;
      int max = Integer.MIN_VALUE;
      for (int row = 0, at = rows.columns[i]; row < rows.count; row++, at += rows.stride) {
        min = Math.min(min, values[at]);
        max = Math.max(max, values[at]);
      }
      smallest[i] = min;
      lengths[i] = (long) max - min + 1;
      cells = lengths[i] > LARGEST_BOX / cells ? Long.MAX_VALUE : cells * lengths[i];
    }
    return new RowCodes(smallest, lengths, cells);
  }

  /** Whether rows with the same number are equal. */
  boolean exact() {
    return cells <= LARGEST_BOX;
  }

  /** One more than the largest number of a row, if the numbers are exact. */
  long cells() {
    return cells;
  }

  /**
   * Computes the numbers of consecutive rows: not negative, or {@link #OUTSIDE}.
   *
   * @param first the first row
   * @param codes gets the numbers
   * @param count how many rows
   */
  void of(LabelsRows rows, int first, long[] codes, int count) {
    if (!exact()) {
      hash(rows, first, codes, count);
      return;
    }
    int[] values = rows.values;
    int stride = rows.stride;
    Arrays.fill(codes, 0, count, 0);
    for (int i = 0; i < smallest.length; i++) {
      int min = smallest[i];
      long length = lengths[i];
      int at = first * stride + rows.columns[i];
      for (int k = 0; k < count; k++, at += stride) {
        long code = codes[k];
        long position = (long) values[at] - min;
        boolean inside = code >= 0 && position >= 0 && position < length;
        codes[k] = inside ? code * length + position : OUTSIDE;
      }
    }
  }

  /** Spreads numbers that are close to each other over all 64 bits (the mixer of SplitMix64). */
  static long spread(long code) {
    long mixed = (code ^ SEED) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  private static void hash(LabelsRows rows, int first, long[] codes, int count) {
    for (int k = 0; k < count; k++) {
      int start = (first + k) * rows.stride;
      long hash = SEED;
      for (int column : rows.columns) {
        hash = (hash ^ rows.values[start + column]) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 32;
      }
      codes[k] = hash >>> 1;
    }
  }
}
