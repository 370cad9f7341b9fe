package org.tensormap.spark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tensormap.spark.log.Storage;

/** The sample that comes with the command line: molecules, and two models exported from Python. */
final class Sample {
  static final String MOLECULES = "molecules.jsonl";
  static final String FEATURIZER = "featurizer.pt";
  static final String ENERGY = "energy.pt";

  private Sample() {}

  /**
   * Copies the sample, where it is not there already.
   *
   * @param directory where to, created if need be
   * @throws CommandException if there is another file in the place of one of the sample's
   */
  static void copyTo(Path directory, Configuration configuration) throws IOException {
    FileSystem fileSystem = Storage.fileSystem(directory, configuration);
    for (String name : List.of(MOLECULES, FEATURIZER, ENERGY)) {
      copy(name, fileSystem, new Path(directory, name));
    }
  }

  private static void copy(String name, FileSystem fileSystem, Path target) throws IOException {
    byte[] content = content(name);
    if (fileSystem.exists(target)) {
      try (FSDataInputStream existing = fileSystem.open(target)) {
        if (!Arrays.equals(content, existing.readAllBytes())) {
          throw new CommandException(
              target + " is there already and is not the sample's; choose another --output");
        }
      }
      return;
    }
    try (OutputStream copy = fileSystem.create(target, false)) {
      copy.write(content);
    }
  }

  private static byte[] content(String name) throws IOException {
    try (InputStream resource = Sample.class.getResourceAsStream("sample/" + name)) {
      return resource.readAllBytes();
    }
  }
}
