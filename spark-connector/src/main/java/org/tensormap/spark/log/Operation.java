package org.tensormap.spark.log;

import java.util.Locale;

/** What a commit does to the dataset. */
public enum Operation {
  /** Makes a dataset where there is none. */
  CREATE,

  /** Adds shards, whatever was committed meanwhile; makes the dataset if there is none. */
  APPEND,

  /** Replaces all shards, provided that nothing was committed meanwhile. */
  OVERWRITE;

  /** Returns the name of the operation in version files, for example {@code append}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
