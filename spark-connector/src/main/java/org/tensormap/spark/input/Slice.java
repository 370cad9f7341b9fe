package org.tensormap.spark.input;

import java.io.Serializable;

/**
 * A part of a file that a task of its own reads: its rows are cut into parts of about equal size.
 *
 * @param index which part, from 0
 * @param count how many parts there are
 */
public record Slice(int index, int count) implements Serializable {
  /** All of a file. */
  public static final Slice WHOLE = new Slice(0, 1);

  /**
   * Returns where this part begins.
   *
   * @param total how many positions there are in the file
   * @return the first position that belongs to this part
   */
  public long start(long total) {
    return start(total, index);
  }

  /**
   * Returns where this part ends.
   *
   * @param total how many positions there are in the file
   * @return the first position that belongs to the next part
   */
  public long end(long total) {
    return start(total, index + 1);
  }

  /** Rounds up, and needs no product that might overflow. */
  private long start(long total, int part) {
    return total / count * part + (total % count * part + count - 1) / count;
  }
}
