package org.tensormap.spark.write;

import java.util.Arrays;

/**
 * Decides before which row a shard ends, so that it has about so many bytes at most.
 *
 * <p>The rows of one value of the leading sample dimension, for example of one system, stay
 * together: whoever reads whole shards sees whole systems. Only if they alone have several times as
 * many bytes are they cut, before any other sample, because memory is finite.
 */
final class ShardCut {
  private static final long LARGEST_GROUP_SHARDS = 4;
  private static final long LARGEST_GROUP_BYTES = 1L << 30;

  private final long maxBytes;
  private final long maxGroupBytes;
  private int[] last;
  private long groupStart;

  ShardCut(long maxBytes) {
    this.maxBytes = maxBytes;
    this.maxGroupBytes =
        Math.max(maxBytes, Math.min(LARGEST_GROUP_SHARDS * maxBytes, LARGEST_GROUP_BYTES));
  }

  /**
   * Whether the shard ends before the next row; then the next shard begins with it.
   *
   * @param sample the sample of the next row
   * @param bytes the bytes of the shard so far
   */
  boolean isBefore(int[] sample, long bytes) {
    if (last == null) {
      last = sample.clone();
      return false;
    }
    boolean ends;
    if (sample[0] != last[0]) {
      long group = bytes - groupStart;
      ends = bytes + group > maxBytes;
      groupStart = ends ? 0 : bytes;
    } else {
      ends = bytes > maxGroupBytes && !Arrays.equals(sample, last);
      groupStart = ends ? 0 : groupStart;
    }
    System.arraycopy(sample, 0, last, 0, last.length);
    return ends;
  }
}
