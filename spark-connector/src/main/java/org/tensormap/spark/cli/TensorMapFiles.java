package org.tensormap.spark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.tensormap.io.MtsFile;
import org.tensormap.spark.input.IgnoredFiles;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.input.InputResolver;
import org.tensormap.spark.log.Snapshot;
import org.tensormap.spark.log.Totals;
import org.tensormap.spark.log.VersionChoice;

/** The files of a dataset, a directory or a glob, or one file; opened one at a time. */
final class TensorMapFiles {
  private static final String HADOOP_SETTINGS = "spark.hadoop.";

  /** Opens one of the files. */
  private interface Opener {
    MtsFile open(int index) throws IOException;
  }

  private final List<String> names;
  private final String description;
  private final Opener opener;

  private TensorMapFiles(List<String> names, String description, Opener opener) {
    this.names = names;
    this.description = description;
    this.opener = opener;
  }

  /**
   * Finds the files of some paths. For local files, Hadoop's file systems are not loaded, which
   * takes longer than all the rest.
   *
   * @param settings the user's settings for Spark
   */
  static TensorMapFiles find(List<String> paths, Map<String, String> settings) throws IOException {
    if (paths.stream().allMatch(TensorMapFiles::isLocalFile)) {
      return new TensorMapFiles(
          paths, describe(paths), index -> MtsFile.open(Path.of(paths.get(index))));
    }
    Configuration configuration = new Configuration();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(HADOOP_SETTINGS)) {
            configuration.set(key.substring(HADOOP_SETTINGS.length()), value);
          }
        });
    Input input =
        new InputResolver(configuration, IgnoredFiles.NONE)
            .resolve(paths, false, VersionChoice.LATEST);
    List<String> names = input.paths();
    String description =
        input
            .snapshot()
            .map(dataset -> describe(paths.get(0), dataset))
            .orElseGet(() -> describe(names));
    return new TensorMapFiles(
        names, description, index -> MtsFile.open(input.open(index, configuration)));
  }

  private static boolean isLocalFile(String path) {
    try {
      return Files.isRegularFile(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String describe(List<String> files) {
    return files.size() == 1 ? files.get(0) : files.size() + " files, from " + files.get(0);
  }

  private static String describe(String path, Snapshot dataset) {
    Totals totals = dataset.totals();
    return String.format(
        Locale.ROOT,
        "%s: dataset, version %d, %,d %s, %,d bytes",
        path,
        dataset.version(),
        totals.shards(),
        totals.shards() == 1 ? "shard" : "shards",
        totals.bytes());
  }

  int size() {
    return names.size();
  }

  String name(int index) {
    return names.get(index);
  }

  /** What the path is: a file, a dataset, …. */
  String description() {
    return description;
  }

  MtsFile open(int index) throws IOException {
    return opener.open(index);
  }
}
