package org.tensormap.spark.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.tensormap.spark.Fixtures;

/**
 * What there is at the paths that the documentation uses: a dataset {@code /data/features} of two
 * versions, files of Python in {@code /data/python}, one with gradients, {@code /data/forces.mts},
 * rows in {@code /data/molecules.jsonl}, and the models {@code /models/energy.pt} and {@code
 * /models/featurizer.pt}; in the working directory {@code features.mts} and {@code energy.pt}.
 *
 * @param root the directory that holds all of it
 */
record SamplePaths(Path root) {

  /** Makes the files in an empty directory. */
  static SamplePaths create(Path root, SparkSession spark) throws IOException {
    SamplePaths paths = new SamplePaths(root);
    Files.createDirectories(root.resolve("data"));
    Files.createDirectories(root.resolve("models"));
    for (String model : new String[] {"energy.pt", "featurizer.pt"}) {
      Files.copy(Fixtures.molecules(model), root.resolve("models").resolve(model));
    }
    Files.copy(Fixtures.molecules("molecules.jsonl"), root.resolve("data/molecules.jsonl"));
    Files.copy(
        Fixtures.recordedCall("operations_remove_gradients_0", "in1.mts"),
        root.resolve("data/forces.mts"));
    copy(Fixtures.molecules("features"), root.resolve("data/python"));
    Files.copy(Fixtures.molecules("features/part-00000.mts"), root.resolve("features.mts"));
    Files.copy(Fixtures.molecules("energy.pt"), root.resolve("energy.pt"));
    for (int version = 0; version < 2; version++) {
      spark
          .read()
          .format("tensormap")
          .option("layout", "tensormap")
          .load(root.resolve("data/python/part-0000" + version + ".mts").toString())
          .write()
          .format("tensormap")
          .mode("append")
          .save(root.resolve("data/features").toString());
    }
    return paths;
  }

  /** The same in another directory, for a page that changes it. */
  SamplePaths copyTo(Path other) throws IOException {
    copy(root, other);
    return new SamplePaths(other);
  }

  /** Code of the documentation, with the paths of these files. */
  String in(String code) {
    return code.replaceAll("(?<=['\"`])/(data|models|pipelines)/", root + "/$1/")
        .replaceAll("(?<=Path\\.of\\(\")(?!/)", root + "/");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
