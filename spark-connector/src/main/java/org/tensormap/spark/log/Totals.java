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

  /**
   * Adds up shards.
   *
   * @param shards the shards
   * @return their size
   */
  public static Totals of(List<Shard> shards) {
    return new Totals(
        shards.size(),
        shards.stream().mapToLong(Shard::rows).sum(),
        shards.stream().mapToLong(Shard::values).sum(),
        shards.stream().mapToLong(Shard::size).sum());
  }

  Totals plus(List<Shard> added) {
    Totals more = of(added);
    return new Totals(
        shards + more.shards, rows + more.rows, values + more.values, bytes + more.bytes);
  }
}
