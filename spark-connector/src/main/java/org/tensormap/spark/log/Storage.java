package org.tensormap.spark.log;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The directory of a dataset on a file system of Hadoop. */
public final class Storage {
  private final Path root;
  private final FileSystem fileSystem;
  private final Configuration configuration;

  private Storage(Path root, FileSystem fileSystem, Configuration configuration) {
    this.root = root;
    this.fileSystem = fileSystem;
    this.configuration = configuration;
  }

  /**
   * Returns a directory, whether it exists or not.
   *
   * @param path the directory
   * @param configuration the settings of the file systems
   * @return the directory with its file system
   * @throws IOException if there is no file system for the path
   */
  public static Storage of(Path path, Configuration configuration) throws IOException {
    FileSystem fileSystem = fileSystem(path, configuration);
    return new Storage(fileSystem.makeQualified(path), fileSystem, configuration);
  }

  /**
   * Returns the file system of a path; for local paths the one that does not put a hidden checksum
   * file beside every file it writes.
   *
   * @param path the path
   * @param configuration the settings of the file systems
   * @return the file system
   * @throws IOException if there is no file system for the path
   * @throws org.tensormap.spark.TensorMapException if the path is a symbolic link to what does not
   *     exist, or below one
   */
  public static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
    FileSystem found = path.getFileSystem(configuration);
    FileSystem fileSystem = found instanceof LocalFileSystem local ? local.getRaw() : found;
    SymbolicLinks.check(fileSystem, path);
    return fileSystem;
  }

  /**
   * Returns the directory.
   *
   * @return its path, with scheme and authority
   */
  public Path root() {
    return root;
  }

  /**
   * Returns where a file of the dataset is.
   *
   * @param relative its path, relative to the dataset
   * @return its path, with scheme and authority
   */
  public Path resolve(String relative) {
    return new Path(root, relative);
  }

  /**
   * Creates a file; what is written to it may be visible before it is closed.
   *
   * @param relative its path, relative to the dataset; no other file has ever had it
   * @return a stream to write the file with
   * @throws IOException if the file can not be created, for example because it exists
   */
  public OutputStream create(String relative) throws IOException {
    Path path = resolve(relative);
    return fileSystem instanceof RawLocalFileSystem local
        ? create(local.pathToFile(path).toPath())
        : fileSystem.create(path, false);
  }

  /**
   * Hadoop would start a process for every local file, to set the permissions that it has anyway.
   */
  private static OutputStream create(java.nio.file.Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return new BufferedOutputStream(
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /**
   * Deletes a file; does nothing if it does not exist.
   *
   * @param relative its path, relative to the dataset
   * @throws IOException if the file exists and can not be deleted
   */
  public void delete(String relative) throws IOException {
    fileSystem.delete(resolve(relative), false);
  }

  /**
   * Tells whether there is a file or directory in the dataset.
   *
   * @throws org.tensormap.spark.TensorMapException if it is a symbolic link to what does not exist
   */
  boolean exists(String relative) throws IOException {
    Path path = resolve(relative);
    boolean exists = fileSystem.exists(path);
    if (!exists) {
      SymbolicLinks.check(fileSystem, path);
    }
    return exists;
  }

  FileSystem fileSystem() {
    return fileSystem;
  }

  /**
   * Returns the settings of the file systems.
   *
   * @return the settings
   */
  public Configuration configuration() {
    return configuration;
  }

  /** The names of the files in a directory of the dataset; none if there is no such directory. */
  List<String> names(String relative) throws IOException {
    try {
      List<String> names = new ArrayList<>();
      for (FileStatus status : fileSystem.listStatus(resolve(relative))) {
        names.add(status.getPath().getName());
      }
      return names;
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  byte[] read(Path file) throws IOException {
    try (FSDataInputStream in = fileSystem.open(file)) {
      return in.readAllBytes();
    }
  }
}
