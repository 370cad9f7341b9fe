package org.tensormap.spark.log;

import java.util.List;
import java.util.Optional;
import org.tensormap.spark.TensorMapSchema;

/**
 * A change to be made to a dataset.
 *
 * @param operation what to do
 * @param base the latest version when the writer looked; {@link #NO_VERSION} if there was none
 * @param schema the schema of the shards; empty if none of them has a block
 * @param shards the shards that are added, or that replace the others; already written
 */
public record Commit(
    Operation operation, long base, Optional<TensorMapSchema> schema, List<Shard> shards) {
  /** The base of a dataset that does not exist yet. */
  public static final long NO_VERSION = -1;

  /**
   * Creates a change.
   *
   * @param operation what to do
   * @param base the latest version when the writer looked
   * @param schema the schema of the shards
   * @param shards the shards
   */
  public Commit {
    shards = List.copyOf(shards);
  }
}
