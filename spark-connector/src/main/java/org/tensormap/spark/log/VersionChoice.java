package org.tensormap.spark.log;

import java.io.IOException;
import java.util.Optional;

/** Which version of a dataset to read. */
public sealed interface VersionChoice {
  /** The version of a read that does not choose one. */
  VersionChoice LATEST = new Latest();

  /** The latest version when somebody looks. */
  record Latest() implements VersionChoice {
    @Override
    public Optional<Snapshot> find(DatasetLog log) throws IOException {
      return log.latest();
    }
  }

  /**
   * The version of a number.
   *
   * @param version the number
   */
  record Numbered(long version) implements VersionChoice {
    @Override
    public Optional<Snapshot> find(DatasetLog log) throws IOException {
      return Optional.of(log.at(version));
    }
  }

  /**
   * The version that was the latest one at some time.
   *
   * @param timestamp the time, in milliseconds since 1970
   */
  record AsOf(long timestamp) implements VersionChoice {
    @Override
    public Optional<Snapshot> find(DatasetLog log) throws IOException {
      return Optional.of(log.asOf(timestamp));
    }
  }

  /**
   * Reads the version.
   *
   * @param log the log of the dataset
   * @return the version; empty if the dataset has none at all and none was chosen
   * @throws IOException if the log can not be read
   * @throws org.tensormap.spark.TensorMapException if a version was chosen that is not there
   */
  Optional<Snapshot> find(DatasetLog log) throws IOException;
}
