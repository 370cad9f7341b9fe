package org.tensormap.spark.log;

import java.util.Locale;

/** What a commit does to the dataset. */
public enum Operation {
  /** Makes a dataset where there is none. */
  CREATE,

  /** Adds shards, whatever was committed meanwhile; makes the dataset if there is none. */
  APPEND,

  /** Replaces all shards, provided that nothing was committed meanwhile. */
  OVERWRITE,

  /** Removes some shards, provided that they are still there; keeps what was added meanwhile. */
  DELETE,

  /**
   * Replaces some shards by others with the same rows, provided that they are still there; keeps
   * what was added meanwhile.
   */
  COMPACT,

  /**
   * Replaces some shards by others with other rows, provided that they are still there; keeps what
   * was added meanwhile.
   */
  REPLACE;

  /** Whether shards that the commit does not name stay. */
  boolean keepsOthers() {
    return this != CREATE && this != OVERWRITE;
  }

  /** The first format of version files that knows the operation. */
  int sinceFormat() {
    return switch (this) {
      case CREATE, APPEND, OVERWRITE -> 1;
      case DELETE, COMPACT -> 2;
      case REPLACE -> 3;
    };
  }

  /** Returns the name of the operation in version files, for example {@code append}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
