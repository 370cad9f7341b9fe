package org.tensormap.spark.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The version files of a dataset, which a {@link Vacuum} removes from the first one on.
 *
 * @param storage where the dataset is
 */
record VersionFiles(Storage storage) {
  private static final Pattern NAME = Pattern.compile("(\\d{20})\\.json");

  /** The numbers of the files, rising. */
  List<Long> numbers() throws IOException {
    return storage.names(DatasetLog.DIRECTORY).stream()
        .map(NAME::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Long.parseLong(matcher.group(1)))
        .sorted()
        .toList();
  }

  String relativePath(long version) {
    return DatasetLog.DIRECTORY + "/" + String.format(Locale.ROOT, "%020d", version) + ".json";
  }

  Path path(long version) {
    return storage.resolve(relativePath(version));
  }

  /** Reads a file. */
  VersionFile read(long version) throws IOException {
    return VersionFileFormat.decode(storage.read(path(version)), path(version), version);
  }

  /** Reads the files that together name all shards of a version, from a complete one on. */
  Deque<VersionFile> readChain(long version) throws IOException {
    Deque<VersionFile> files = new ArrayDeque<>();
    long next = version;
    do {
      files.push(read(next, version));
      next--;
    } while (!Objects.requireNonNull(files.peek()).complete());
    return files;
  }

  /**
   * The first of some versions that can be read: the first complete one, since those before it
   * build on a file that is not there any more.
   */
  long oldest(List<Long> numbers) throws IOException {
    for (long number : numbers) {
      if (read(number, number).complete()) {
        return number;
      }
    }
    long latest = numbers.get(numbers.size() - 1);
    throw LogErrors.missingVersion(storage.root(), numbers.get(0) - 1, latest);
  }

  /** Reads a file that another version needs. */
  VersionFile read(long version, long needed) throws IOException {
    if (version < 0) {
      throw LogErrors.missingVersion(storage.root(), version, needed);
    }
    try {
      return read(version);
    } catch (FileNotFoundException e) {
      throw LogErrors.missingVersion(storage.root(), version, needed);
    }
  }
}
