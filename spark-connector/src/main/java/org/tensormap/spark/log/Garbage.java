package org.tensormap.spark.log;

import java.util.Locale;

/**
 * A file of a dataset that nobody needs any more.
 *
 * @param path its path, relative to the dataset
 * @param kind what it was for
 * @param bytes its length
 */
public record Garbage(String path, Kind kind, long bytes) {
  /** What a file was for. */
  public enum Kind {
    /** A file with data, of a write that was never committed or of versions that expired. */
    SHARD,

    /** The version file of a version that expired. */
    VERSION,

    /** What a commit that was killed left behind. */
    TEMPORARY;

    /** Returns the name of the kind, for example {@code shard}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
