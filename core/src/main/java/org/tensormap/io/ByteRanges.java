package org.tensormap.io;

import java.util.Arrays;

/**
 * Ranges of bytes that are wanted together, in the order in which they are wanted; a range that
 * continues the one before it becomes a part of it.
 *
 * <p>Made once and then only read, so that several threads may share it.
 */
public final class ByteRanges {
  private final long[] offsets;
  private final int[] lengths;
  private final int count;
  private final long totalLength;

  private ByteRanges(long[] offsets, int[] lengths, int count, long totalLength) {
    this.offsets = offsets;
    this.lengths = lengths;
    this.count = count;
    this.totalLength = totalLength;
  }

  /**
   * Returns how many ranges there are.
   *
   * @return the number of ranges
   */
  public int count() {
    return count;
  }

  /**
   * Returns where a range starts.
   *
   * @param index which range, from 0
   * @return the position of its first byte
   */
  public long offset(int index) {
    return offsets[index];
  }

  /**
   * Returns how long a range is.
   *
   * @param index which range, from 0
   * @return its number of bytes
   */
  public int length(int index) {
    return lengths[index];
  }

  /**
   * Returns how long all ranges are together.
   *
   * @return the number of bytes
   */
  public long totalLength() {
    return totalLength;
  }

  /** The same ranges, further behind. */
  ByteRanges shifted(long distance) {
    long[] moved = new long[count];
    for (int i = 0; i < count; i++) {
      moved[i] = offsets[i] + distance;
    }
    return new ByteRanges(moved, lengths, count, totalLength);
  }

  /** Collects ranges. */
  public static final class Builder {
    private long[] offsets = new long[16];
    private int[] lengths = new int[16];
    private int count;
    private long totalLength;

    /** Creates a builder without ranges. */
    public Builder() {}

    /**
     * Adds a range.
     *
     * @param offset the position of its first byte
     * @param length how many bytes
     * @return this builder
     * @throws IllegalArgumentException if the offset or the length is negative
     */
    public Builder add(long offset, int length) {
      if (offset < 0 || length < 0) {
        throw new IllegalArgumentException(
            "a range should not be negative, got " + length + " bytes from " + offset);
      }
      totalLength += length;
      int last = count - 1;
      if (last >= 0
          && offsets[last] + lengths[last] == offset
          && lengths[last] <= Integer.MAX_VALUE - length) {
        lengths[last] += length;
        return this;
      }
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * count);
        lengths = Arrays.copyOf(lengths, 2 * count);
      }
      offsets[count] = offset;
      lengths[count] = length;
      count++;
      return this;
    }

    /**
     * Returns the ranges.
     *
     * @return the ranges, in the order in which they were added
     */
    public ByteRanges build() {
      return new ByteRanges(
          Arrays.copyOf(offsets, count), Arrays.copyOf(lengths, count), count, totalLength);
    }
  }
}
