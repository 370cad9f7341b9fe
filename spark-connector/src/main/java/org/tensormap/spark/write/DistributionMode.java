package org.tensormap.spark.write;

import java.util.Arrays;
import java.util.Locale;
import org.tensormap.spark.SourceErrors;

/** How rows get to the tasks that write them. */
enum DistributionMode {
  /** Every task writes the rows that it has. */
  NONE,

  /** Rows with the same leading sample dimension, or the same key, go to the same task. */
  HASH,

  /** As {@link #HASH}, and each task has a range of the leading sample dimension, or of keys. */
  RANGE;

  static DistributionMode named(String name) {
    return Arrays.stream(values())
        .filter(mode -> mode.toString().equals(name.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                SourceErrors.invalidOption(
                    WriteOptions.DISTRIBUTION, name, "one of " + Arrays.toString(values())));
  }

  /** Returns the name as the user gives it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
