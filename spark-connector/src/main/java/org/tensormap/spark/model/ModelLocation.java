package org.tensormap.spark.model;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;

/**
 * Where a model is.
 *
 * @param name a URI of a Hadoop file system, or the bare name of a shipped file
 * @param shipped whether Spark has copied the file to every executor
 */
record ModelLocation(String name, boolean shipped) implements Serializable {

  /** What tells one state of a file from the next without reading it. */
  record Stamp(long length, long modified) {}

  /**
   * Finds a model for a path that a user gave: a file shipped by Spark if the path is the bare name
   * of one, else a file of a Hadoop file system, else a file of that name beside the driver, which
   * is where YARN puts shipped files.
   */
  static ModelLocation find(String path, Configuration configuration) {
    boolean bareName = !path.contains("/");
    if (bareName && SparkEnv.get() != null && new File(SparkFiles.get(path)).isFile()) {
      return new ModelLocation(path, true);
    }
    Path qualified;
    try {
      qualified = new Path(path);
      FileSystem fileSystem = qualified.getFileSystem(configuration);
      qualified = fileSystem.makeQualified(qualified);
      FileStatus status = fileSystem.getFileStatus(qualified);
      if (status.isDirectory()) {
        throw ModelErrors.directory(qualified.toString());
      }
    } catch (FileNotFoundException e) {
      if (bareName && new File(path).isFile()) {
        return new ModelLocation(path, true);
      }
      throw ModelErrors.notFound(path, e);
    } catch (IOException | IllegalArgumentException e) {
      throw ModelErrors.unreadable(path, e);
    }
    return new ModelLocation(qualified.toString(), false);
  }

  Stamp stamp(Configuration configuration) throws IOException {
    if (shipped) {
      File file = shippedFile(name);
      return new Stamp(file.length(), file.lastModified());
    }
    Path path = new Path(name);
    FileStatus status = path.getFileSystem(configuration).getFileStatus(path);
    return new Stamp(status.getLen(), status.getModificationTime());
  }

  byte[] read(Configuration configuration) throws IOException {
    if (shipped) {
      return Files.readAllBytes(shippedFile(name).toPath());
    }
    Path path = new Path(name);
    FileSystem fileSystem = path.getFileSystem(configuration);
    long length = fileSystem.getFileStatus(path).getLen();
    if (length > Integer.MAX_VALUE - 8) {
      throw new IOException("it has " + length + " bytes, and models can have up to 2 GiB");
    }
    try (FSDataInputStream input = fileSystem.open(path)) {
      return input.readNBytes((int) length);
    }
  }

  /** Where Spark put a file of this name: its own folder, or the working directory on YARN. */
  private static File shippedFile(String name) {
    File file = new File(SparkFiles.get(name));
    return file.isFile() ? file : new File(name);
  }
}
