package org.tensormap.spark.write;

import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.SourceOptions;
import org.tensormap.spark.read.ReadOptions;
import org.tensormap.spark.read.TensorMapLayout;

/** What a user can say about a write: which layout the rows have; there is one. */
final class WriteOptions {
  private static final Set<String> KNOWN = Set.of(ReadOptions.LAYOUT);

  private WriteOptions() {}

  static void check(CaseInsensitiveStringMap options) {
    String layout =
        new SourceOptions(options, "writing", KNOWN)
            .get(ReadOptions.LAYOUT, TensorMapLayout.NAME)
            .toLowerCase(Locale.ROOT);
    if (!layout.equals(TensorMapLayout.NAME)) {
      throw WriteErrors.unknownLayout(layout);
    }
  }
}
