package org.tensormap.spark.log;

import java.util.List;
import java.util.Optional;
import org.tensormap.spark.TensorMapSchema;

/**
 * One version of a dataset, as the change that made it.
 *
 * @param version its number, from 0
 * @param timestamp when it was committed, in milliseconds since 1970
 * @param commit an identifier that no other commit has, of any dataset
 * @param operation what the commit did
 * @param added the shards that it added, in order
 * @param removed how many shards it removed
 * @param totals the size of the whole dataset after it
 * @param schema the schema of the dataset after it; empty if no shard has a block
 */
public record Change(
    long version,
    long timestamp,
    String commit,
    Operation operation,
    List<Shard> added,
    long removed,
    Totals totals,
    Optional<TensorMapSchema> schema) {
  /**
   * Creates a change.
   *
   * @param version its number, from 0
   * @param timestamp when it was committed, in milliseconds since 1970
   * @param commit an identifier that no other commit has
   * @param operation what the commit did
   * @param added the shards that it added
   * @param removed how many shards it removed
   * @param totals the size of the whole dataset after it
   * @param schema the schema of the dataset after it
   */
  public Change {
    added = List.copyOf(added);
  }

  /**
   * Tells whether there are rows in the version before this one that are not in this one.
   *
   * @return whether rows were removed or replaced
   */
  public boolean removesRows() {
    return removed > 0 && operation != Operation.COMPACT;
  }
}
