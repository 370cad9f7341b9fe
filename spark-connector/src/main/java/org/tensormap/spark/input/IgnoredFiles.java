package org.tensormap.spark.input;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensormap.spark.SourceOptions;
import org.tensormap.spark.TensorMapException;

/**
 * Which files a read does without, as for every file format of Spark.
 *
 * @param corrupt whether to go on behind damaged files, with what was read of them before
 * @param missing whether to go on if a file is not there any more
 */
public record IgnoredFiles(boolean corrupt, boolean missing) implements Serializable {
  /**
   * Whether to go on behind damaged files; the name is Spark's, which has a setting for all reads.
   */
  public static final String CORRUPT = "ignoreCorruptFiles";

  /** Whether to go on if a file is not there any more; the name is Spark's. */
  public static final String MISSING = "ignoreMissingFiles";

  /**
   * The names of these options, in lower case. They belong to a table, and to the scans of it that
   * are given no others.
   */
  public static final Set<String> OPTIONS =
      Set.of(CORRUPT.toLowerCase(Locale.ROOT), MISSING.toLowerCase(Locale.ROOT));

  /** Every file must be there, and sound. */
  public static final IgnoredFiles NONE = new IgnoredFiles(false, false);

  private static final Logger LOG = LoggerFactory.getLogger(IgnoredFiles.class);

  /**
   * Returns what the options of a table say; if they do not, what the session says.
   *
   * @param options some of {@link #OPTIONS}, with their values
   * @return which files to do without
   * @throws TensorMapException if a value is neither {@code true} nor {@code false}
   */
  public static IgnoredFiles of(Map<String, String> options) {
    return of(new SourceOptions(new CaseInsensitiveStringMap(options), "reading", OPTIONS));
  }

  /**
   * Returns what the options of a read say; if they do not, what the session says.
   *
   * @param options what the user gave
   * @return which files to do without
   * @throws TensorMapException if a value is neither {@code true} nor {@code false}
   */
  public static IgnoredFiles of(SourceOptions options) {
    SQLConf session = SQLConf.get();
    return new IgnoredFiles(
        options.isOn(CORRUPT, session.ignoreCorruptFiles()),
        options.isOn(MISSING, session.ignoreMissingFiles()));
  }

  /**
   * Goes on without a file, or with what was read of it.
   *
   * @param path the file
   * @param error what is wrong with it
   * @throws TensorMapException the error, if files with such errors are not to be ignored
   */
  public void ignore(String path, TensorMapException error) {
    boolean ignored =
        switch (error.condition()) {
          case TENSORMAP_CORRUPT_FILE -> corrupt;
          case TENSORMAP_FILE_NOT_FOUND -> missing;
          default -> false;
        };
    if (!ignored) {
      throw error;
    }
    LOG.warn("Ignoring {}: {}", path, error.getMessage());
  }
}
