package org.tensormap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;
import org.tensormap.spark.log.Garbage;
import org.tensormap.spark.log.Storage;
import org.tensormap.spark.log.Vacuum;

/** Models and datasets on HDFS: a name node and a data node inside of this process. */
class HdfsIT {
  @TempDir private static Path directory;

  private static MiniDFSCluster hdfs;
  private static String root;

  private final SparkSession spark = TestSession.get();

  @BeforeAll
  static void startHdfs() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.toString());
    hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    root = "hdfs://localhost:" + hdfs.getNameNodePort() + "/";
    FileSystem fileSystem = hdfs.getFileSystem();
    for (Path file : List.of(Molecules.INPUT, Molecules.FEATURIZER, Molecules.ENERGY_MODEL)) {
      fileSystem.copyFromLocalFile(
          new org.apache.hadoop.fs.Path(file.toUri()),
          new org.apache.hadoop.fs.Path(root + file.getFileName()));
    }
  }

  @AfterAll
  static void stopHdfs() {
    if (hdfs != null) {
      hdfs.shutdown();
    }
  }

  @Test
  void moleculesOnHdfsBecomeFeaturesAndEnergiesThere() throws IOException {
    run(
        "featurize",
        "--model",
        root + "featurizer.pt",
        "--input",
        root + "molecules.jsonl",
        "--columns",
        "types,positions,system",
        "--output",
        root + "features");
    run(
        "predict",
        "--model",
        root + "energy.pt",
        "--input",
        root + "features",
        "--output",
        root + "energies");

    SortedMap<Integer, Double> expected = Molecules.energies();
    SortedMap<Integer, Double> actual = new TreeMap<>();
    for (Row row :
        spark
            .sql("SELECT system, values[0] FROM tensormap.`" + root + "energies`")
            .collectAsList()) {
      actual.put(row.getInt(0), row.getDouble(1));
    }
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach(
        (system, energy) ->
            assertThat(energy).isCloseTo(expected.get(system), Percentage.withPercentage(1e-7)));
  }

  @Test
  void writersOfOneDatasetLoseAndRepeatNothing() throws Exception {
    String dataset = root + "generations";
    List<Future<?>> writers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int generation = 0; generation < 8; generation++) {
        int each = generation;
        writers.add(threads.submit(() -> Generations.write(spark, dataset, each, SaveMode.Append)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(Generations.read(spark, dataset)).isEqualTo(Set.of(0, 1, 2, 3, 4, 5, 6, 7));

    Generations.write(spark, dataset, 8, SaveMode.Overwrite);
    Storage storage = Storage.of(new org.apache.hadoop.fs.Path(dataset), new Configuration());
    List<Garbage> removed = new Vacuum(storage, Long.MAX_VALUE, OptionalInt.of(1)).run();
    assertThat(removed.stream().filter(file -> file.path().endsWith(".mts")))
        .hasSize(8 * Generations.SHARDS);
    assertThat(Generations.read(spark, dataset)).containsExactly(8);
  }

  private static void run(String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.status()).as(run.err()).isZero();
  }
}
