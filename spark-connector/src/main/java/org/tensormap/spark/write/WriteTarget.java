package org.tensormap.spark.write;

import java.io.IOException;
import java.util.Optional;
import org.tensormap.spark.log.Commit;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Operation;
import org.tensormap.spark.log.Storage;
import org.tensormap.spark.read.WholeShards;

/**
 * Where rows are to be written, and what is to become of those that are there.
 *
 * @param storage where the dataset is, or will be
 * @param operation what the commit does
 * @param base the latest version when the write was planned; {@link Commit#NO_VERSION} if there was
 *     none
 * @param replaced the shards that the rows are to replace; empty if these are all or none
 */
public record WriteTarget(
    Storage storage, Operation operation, long base, Optional<WholeShards> replaced) {
  /**
   * Creates a target where all shards or none are to be replaced.
   *
   * @param storage where the dataset is, or will be
   * @param operation what the commit does
   * @param base the latest version when the write was planned
   */
  public WriteTarget(Storage storage, Operation operation, long base) {
    this(storage, operation, base, Optional.empty());
  }

  /** The same place, where everything is to be replaced. */
  WriteTarget overwritten() {
    return operation == Operation.APPEND
        ? new WriteTarget(storage, Operation.OVERWRITE, base)
        : this;
  }

  /** The same place, where some shards are to be replaced. */
  WriteTarget replacing(WholeShards shards) {
    return new WriteTarget(storage, Operation.REPLACE, base, Optional.of(shards));
  }

  /** Whether rows are added to others, which they have to fit. */
  boolean keepsOthers() {
    return operation == Operation.APPEND || operation == Operation.REPLACE;
  }

  /** The same place as it is now. */
  WriteTarget now() throws IOException {
    return new WriteTarget(
        storage, operation, new DatasetLog(storage).latestVersion().orElse(Commit.NO_VERSION));
  }
}
