package org.tensormap.spark.log;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Local symbolic links to what does not exist. Hadoop takes them for nothing at all: what they
 * stand for would be left out of a read, and a write would come upon them after its work.
 */
public final class SymbolicLinks {
  private SymbolicLinks() {}

  /**
   * Makes sure that a path which may not exist is no such link, nor below one.
   *
   * @param fileSystem its file system
   * @param path the path
   * @throws org.tensormap.spark.TensorMapException if it is
   */
  public static void check(FileSystem fileSystem, Path path) {
    if (fileSystem instanceof RawLocalFileSystem local) {
      java.nio.file.Path file = local.pathToFile(path).toPath();
      while (file != null && !Files.exists(file)) {
        if (isDangling(file)) {
          throw LogErrors.danglingLink(path, file);
        }
        file = file.getParent();
      }
    }
  }

  /**
   * Makes sure that there are no such links in a directory, if there is one.
   *
   * @param fileSystem its file system
   * @param directory the directory
   * @param names which names matter
   * @throws IOException if the directory can not be listed
   * @throws org.tensormap.spark.TensorMapException if there is one
   */
  public static void checkIn(FileSystem fileSystem, Path directory, Predicate<String> names)
      throws IOException {
    if (fileSystem instanceof RawLocalFileSystem local
        && local.pathToFile(directory).isDirectory()) {
      try (Stream<java.nio.file.Path> files = Files.list(local.pathToFile(directory).toPath())) {
        Optional<java.nio.file.Path> link =
            files
                .filter(file -> names.test(file.getFileName().toString()))
                .filter(SymbolicLinks::isDangling)
                .min(java.nio.file.Path::compareTo);
        if (link.isPresent()) {
          throw LogErrors.danglingLink(directory, link.get());
        }
      }
    }
  }

  private static boolean isDangling(java.nio.file.Path file) {
    return Files.isSymbolicLink(file) && !Files.exists(file);
  }
}
