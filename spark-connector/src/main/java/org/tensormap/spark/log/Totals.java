package org.tensormap.spark.log;

import java.util.List;

/**
 * The size of a dataset.
 *
 * @param shards the number of shards
 * @param rows the number of samples of all blocks of all shards
 * @param values the number of values of all blocks of all shards
 * @param bytes the length of all shards
 */
public record Totals(long shards, long rows, long values, long bytes) {
  static final Totals NONE = new Totals(0, 0, 0, 0);

  Totals plus(List<Shard> added) {
    long moreRows = added.stream().mapToLong(Shard::rows).sum();
    long moreValues = added.stream().mapToLong(Shard::values).sum();
    long moreBytes = added.stream().mapToLong(Shard::size).sum();
    return new Totals(
        shards + added.size(), rows + moreRows, values + moreValues, bytes + moreBytes);
  }
}
