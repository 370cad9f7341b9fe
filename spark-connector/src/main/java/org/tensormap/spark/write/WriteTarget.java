package org.tensormap.spark.write;

import java.io.IOException;
import org.tensormap.spark.log.Commit;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Operation;
import org.tensormap.spark.log.Storage;

/**
 * Where rows are to be written, and what is to become of those that are there.
 *
 * @param storage where the dataset is, or will be
 * @param operation what the commit does
 * @param base the latest version when the write was planned; {@link Commit#NO_VERSION} if there was
 *     none
 */
public record WriteTarget(Storage storage, Operation operation, long base) {
  /** The same place, where everything is to be replaced. */
  WriteTarget overwritten() {
    return operation == Operation.APPEND
        ? new WriteTarget(storage, Operation.OVERWRITE, base)
        : this;
  }

  /** The same place as it is now. */
  WriteTarget now() throws IOException {
    return new WriteTarget(
        storage, operation, new DatasetLog(storage).latestVersion().orElse(Commit.NO_VERSION));
  }
}
