package org.tensormap.spark.read;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.SourceOptions;
import org.tensormap.spark.input.IgnoredFiles;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.layout.SampleGrouping;
import org.tensormap.spark.stream.StreamOptions;

/**
 * What a user can say about a read.
 *
 * @param paths where to read
 * @param layout how tensor maps become rows
 * @param recursive whether to look for files in the directories below a directory
 */
public record ReadOptions(List<String> paths, Layout layout, boolean recursive) {
  /** Which {@link Layout} the rows have. */
  public static final String LAYOUT = "layout";

  /** Which gradient to show instead of the values of the blocks, as a path of parameters. */
  public static final String GRADIENT = "gradient";

  /** Whether to look for files in the directories below a directory; the name is Spark's. */
  public static final String RECURSIVE = "recursiveFileLookup";

  /**
   * Whether shards with the same samples are read by one task, so that joins on them need no
   * shuffle; tasks then follow the shards, not the size of the data.
   */
  public static final String PRESERVE_GROUPING = "preserveDataGrouping";

  /** The setting of a session that stands for {@link #PRESERVE_GROUPING} in all its reads. */
  public static final String PRESERVE_GROUPING_SETTING = "spark.tensormap.preserveDataGrouping";

  /** The options that decide how a table is found, and which columns it has, in lower case. */
  public static final Set<String> OF_TABLES =
      Stream.concat(
              Stream.of(LAYOUT, GRADIENT, RECURSIVE.toLowerCase(Locale.ROOT)),
              IgnoredFiles.OPTIONS.stream())
          .collect(Collectors.toUnmodifiableSet());

  /** The options that decide how the rows of a table are read, in lower case. */
  public static final Set<String> OF_SCANS =
      Stream.of(SampleGrouping.GROUP_BY, SampleGrouping.GROUP_SIZE, PRESERVE_GROUPING)
          .map(name -> name.toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  /** Which version of a dataset to read, by its number; the name is Spark's. */
  public static final String VERSION = "versionAsOf";

  /** Which version of a dataset to read, by the time; the name is Spark's. */
  public static final String TIMESTAMP = "timestampAsOf";

  /** The options that are about one read, so that a table can not be declared with them. */
  public static final List<String> OF_ONE_READ =
      List.of(VERSION, TIMESTAMP, StreamOptions.MAX_FILES, StreamOptions.SKIP_CHANGE_COMMITS);

  private static final Set<String> KNOWN =
      Set.of(
          LAYOUT,
          GRADIENT,
          RECURSIVE,
          SampleGrouping.GROUP_BY,
          SampleGrouping.GROUP_SIZE,
          IgnoredFiles.CORRUPT,
          IgnoredFiles.MISSING,
          PRESERVE_GROUPING,
          VERSION,
          TIMESTAMP,
          StreamOptions.MAX_FILES,
          StreamOptions.SKIP_CHANGE_COMMITS);

  /**
   * Creates options.
   *
   * @param paths where to read
   * @param layout how tensor maps become rows
   * @param recursive whether to look for files in the directories below a directory
   */
  public ReadOptions {
    paths = List.copyOf(paths);
  }

  /**
   * Checks the names of the options of a read.
   *
   * @param options what the user gave
   * @return the options
   * @throws org.tensormap.spark.TensorMapException if one of them is unknown
   */
  static SourceOptions check(CaseInsensitiveStringMap options) {
    return new SourceOptions(options, "reading", KNOWN);
  }

  /**
   * Reads the options that name a table, before it is known whether it is read or written.
   *
   * @param options what the user gave
   * @param others the names of the options of a write, which may be there
   * @return the options
   * @throws org.tensormap.spark.TensorMapException if one of them is unknown or has no valid value
   */
  public static ReadOptions of(CaseInsensitiveStringMap options, Set<String> others) {
    Set<String> known = new HashSet<>(KNOWN);
    known.addAll(others);
    SourceOptions checked = new SourceOptions(options, "reading or writing", known);
    return new ReadOptions(
        checked.paths(),
        Layout.named(checked.get(LAYOUT, Layout.DEFAULT), checked.get(GRADIENT, "")),
        checked.isOn(RECURSIVE));
  }
}
