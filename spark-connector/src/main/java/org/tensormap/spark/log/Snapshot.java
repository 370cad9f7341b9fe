package org.tensormap.spark.log;

import java.util.List;
import java.util.Optional;
import org.tensormap.spark.TensorMapSchema;

/**
 * One version of a dataset, whole.
 *
 * @param version its number, from 0
 * @param timestamp when it was committed, in milliseconds since 1970; greater than that of every
 *     version before it
 * @param schema the schema of its shards; empty if no shard has a block
 * @param totals its size
 * @param shards its shards, in the order in which they were committed
 */
public record Snapshot(
    long version,
    long timestamp,
    Optional<TensorMapSchema> schema,
    Totals totals,
    List<Shard> shards) {
  /**
   * Creates a version.
   *
   * @param version its number, from 0
   * @param timestamp when it was committed, in milliseconds since 1970
   * @param schema the schema of its shards
   * @param totals its size
   * @param shards its shards
   */
  public Snapshot {
    shards = List.copyOf(shards);
  }
}
