package org.tensormap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;

/**
 * The bundle on a real cluster: a master, two workers, their executors and the driver, all of them
 * processes with Spark alone on their class path; and what happens if one of them is lost.
 */
class ClusterIT {
  @TempDir private static Path directory;

  private static StandaloneCluster cluster;
  private static Path features;
  private static Path job;

  /** What the drivers of the job printed. */
  private static String log;

  @BeforeAll
  static void runOnCluster() throws IOException, InterruptedException {
    cluster = StandaloneCluster.start(Files.createDirectory(directory.resolve("cluster")), 2);
    features = directory.resolve("features");
    job = jar(directory.resolve("job.jar"), ReadmeJob.class);
    run(
        "--class",
        "org.tensormap.spark.cli.TensorMapCommand",
        bundle().toString(),
        "featurize",
        "--model",
        Molecules.FEATURIZER.toString(),
        "--input",
        Molecules.INPUT.toString(),
        "--columns",
        "types,positions,system",
        "--group-size",
        "20",
        "--output",
        features.toString());
    // What can be is in one application, since an application takes most of its time to start.
    log =
        predict(List.of(), List.of(ReadmeJob.Trouble.NONE, ReadmeJob.Trouble.EXECUTOR_LOST))
            + predict(
                List.of(
                    "--conf",
                    "spark.speculation=true",
                    "--conf",
                    "spark.speculation.quantile=0.2",
                    // The first calls are slow, and how slow a task must be follows from them.
                    "--conf",
                    "spark.speculation.multiplier=1",
                    "--conf",
                    "spark.speculation.minTaskRuntime=100ms"),
                List.of(ReadmeJob.Trouble.SLOW));
  }

  private static String predict(List<String> settings, List<ReadmeJob.Trouble> troubles)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(settings);
    arguments.addAll(List.of("--jars", bundle().toString()));
    // Several tasks for each executor, so that there is something to lose.
    arguments.addAll(List.of("--conf", "spark.sql.files.openCostInBytes=1"));
    arguments.addAll(List.of("--conf", "spark.sql.files.maxPartitionBytes=1"));
    arguments.addAll(List.of("--class", ReadmeJob.class.getName(), job.toString()));
    arguments.addAll(
        List.of(features.toString(), Molecules.ENERGY_MODEL.toString(), directory.toString()));
    troubles.forEach(trouble -> arguments.add(trouble.name()));
    return run(arguments.toArray(String[]::new));
  }

  /** Returns what the driver printed. */
  private static String run(String... arguments) throws IOException, InterruptedException {
    StandaloneCluster.Submission run = cluster.submit(arguments);
    assertThat(run.status()).as(run.log()).isZero();
    return run.log();
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void theJobOfTheReadmeRunsWithNothingButTheBundle() throws IOException {
    assertEveryEnergyOnce(ReadmeJob.Trouble.NONE);
  }

  @Test
  void theLossOfAnExecutorInTheMiddleOfAWriteLosesAndRepeatsNoRow() throws IOException {
    assertThat(saidOf(ReadmeJob.Trouble.EXECUTOR_LOST)).contains("Lost executor");
    assertEveryEnergyOnce(ReadmeJob.Trouble.EXECUTOR_LOST);
  }

  @Test
  void aTaskThatSparkRunsTwiceWritesItsRowsOnce() throws IOException {
    assertThat(saidOf(ReadmeJob.Trouble.SLOW)).containsPattern("Starting task \\d+\\.1 in stage");
    assertEveryEnergyOnce(ReadmeJob.Trouble.SLOW);
  }

  /** What the driver printed while it ran the job with a trouble. */
  private static String saidOf(ReadmeJob.Trouble trouble) {
    return log.substring(log.indexOf(trouble + "\n"), log.indexOf(trouble + " is done\n"));
  }

  private static void assertEveryEnergyOnce(ReadmeJob.Trouble trouble) throws IOException {
    SortedMap<Integer, Double> expected = Molecules.energies();
    List<Row> rows =
        TestSession.get()
            .read()
            .format("tensormap")
            .load(directory.resolve(trouble.name()).toString())
            .selectExpr("system", "values[0]")
            .collectAsList();
    SortedMap<Integer, Double> actual = new TreeMap<>();
    rows.forEach(row -> actual.put(row.getInt(0), row.getDouble(1)));
    assertThat(rows).hasSameSizeAs(expected.entrySet());
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach(
        (system, energy) ->
            assertThat(energy).isCloseTo(expected.get(system), Percentage.withPercentage(1e-7)));
  }

  /** The jar that {@code mvn package} has made for {@code spark-submit --jars}. */
  private static Path bundle() throws IOException {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(Path.of(System.getProperty("tensormap.build")), "*-bundle.jar")) {
      var bundles = found.iterator();
      assertThat(bundles.hasNext()).as("the bundle is built before these tests").isTrue();
      return bundles.next().toAbsolutePath();
    }
  }

  /** A jar with a class and those inside of it, as a user would build it. */
  private static Path jar(Path jar, Class<?> main) throws IOException {
    String folder = main.getPackageName().replace('.', '/');
    Path classes = Path.of(System.getProperty("tensormap.build"), "test-classes", folder);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        DirectoryStream<Path> found =
            Files.newDirectoryStream(classes, main.getSimpleName() + "*.class")) {
      for (Path path : found) {
        out.putNextEntry(new JarEntry(folder + "/" + path.getFileName()));
        try (InputStream in = Files.newInputStream(path)) {
          in.transferTo(out);
        }
        out.closeEntry();
      }
    }
    return jar;
  }
}
