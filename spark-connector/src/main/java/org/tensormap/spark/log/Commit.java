package org.tensormap.spark.log;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensormap.spark.TensorMapSchema;

/**
 * A change to be made to a dataset.
 *
 * @param operation what to do
 * @param base the latest version when the writer looked; {@link #NO_VERSION} if there was none
 * @param schema the schema of the shards; empty if none of them has a block
 * @param shards the shards that are added, or that replace others; already written
 * @param removed the paths of the shards that a {@link Operation#DELETE}, {@link Operation#COMPACT}
 *     or {@link Operation#REPLACE} removes
 * @param epoch the part of a stream that the shards hold; empty if they come from no stream
 */
public record Commit(
    Operation operation,
    long base,
    Optional<TensorMapSchema> schema,
    List<Shard> shards,
    Set<String> removed,
    Optional<StreamEpoch> epoch) {
  /** The base of a dataset that does not exist yet. */
  public static final long NO_VERSION = -1;

  /**
   * Creates a change.
   *
   * @param operation what to do
   * @param base the latest version when the writer looked
   * @param schema the schema of the shards
   * @param shards the shards that are added
   * @param removed the paths of the shards that are removed
   * @param epoch the part of a stream that the shards hold
   */
  public Commit {
    shards = List.copyOf(shards);
    removed = Set.copyOf(removed);
  }

  /**
   * Creates a change that names no shard to remove.
   *
   * @param operation what to do
   * @param base the latest version when the writer looked
   * @param schema the schema of the shards
   * @param shards the shards that are added
   */
  public Commit(
      Operation operation, long base, Optional<TensorMapSchema> schema, List<Shard> shards) {
    this(operation, base, schema, shards, Set.of(), Optional.empty());
  }

  /**
   * Creates a change that removes shards.
   *
   * @param base the version in which the shards were found
   * @param removed their paths
   * @return the change
   */
  public static Commit delete(long base, Set<String> removed) {
    return new Commit(
        Operation.DELETE, base, Optional.empty(), List.of(), removed, Optional.empty());
  }

  /**
   * Creates a change that replaces shards by others with the same rows.
   *
   * @param base the version in which the shards were found
   * @param removed their paths
   * @param shards the shards that have the same rows
   * @return the change
   */
  public static Commit compact(long base, Set<String> removed, List<Shard> shards) {
    return new Commit(Operation.COMPACT, base, Optional.empty(), shards, removed, Optional.empty());
  }

  /**
   * Returns the same change with shards that it removes.
   *
   * @param paths their paths
   * @return the change
   */
  public Commit removing(Set<String> paths) {
    return new Commit(operation, base, schema, shards, paths, epoch);
  }

  /**
   * Returns the same change as a part of a stream.
   *
   * @param part which part
   * @return the change, which is made at most once
   */
  public Commit of(StreamEpoch part) {
    return new Commit(operation, base, schema, shards, removed, Optional.of(part));
  }
}
