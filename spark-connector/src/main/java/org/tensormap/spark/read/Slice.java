package org.tensormap.spark.read;

import java.io.Serializable;

/**
 * A part of a file that a task of its own reads: its rows are cut into parts of about equal size.
 *
 * @param index which part, from 0
 * @param count how many parts there are
 */
record Slice(int index, int count) implements Serializable {
  static final Slice WHOLE = new Slice(0, 1);

  /** The first position that belongs to this part, of positions from 0 to {@code total}. */
  long start(long total) {
    return start(total, index);
  }

  /** The first position that belongs to the next part. */
  long end(long total) {
    return start(total, index + 1);
  }

  /** Rounds up, and needs no product that might overflow. */
  private long start(long total, int part) {
    return total / count * part + (total % count * part + count - 1) / count;
  }
}
