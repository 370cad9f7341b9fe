package org.tensormap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A cluster of Spark's standalone mode on the loopback interface: a master and workers, each a
 * process of its own, with nothing of ours on the class path.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Registering worker ");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final SparkHome spark;
  private final Path directory;
  private final List<Process> processes = new ArrayList<>();
  private String master;
  private int submissions;

  private StandaloneCluster(SparkHome spark, Path directory) {
    this.spark = spark;
    this.directory = directory;
  }

  /**
   * Starts a cluster, and waits until its workers have found their master.
   *
   * @param directory for everything that its processes write
   * @param workers how many, of one core and 1 GB each
   */
  static StandaloneCluster start(Path directory, int workers)
      throws IOException, InterruptedException {
    SparkHome spark = SparkHome.install(directory.resolve("spark"));
    StandaloneCluster cluster = new StandaloneCluster(spark, directory);
    try {
      cluster.start(workers);
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void start(int workers) throws IOException, InterruptedException {
    Path log = directory.resolve("master.log");
    processes.add(
        spark.start(
            log,
            "org.apache.spark.deploy.master.Master",
            List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")));
    master = await(log, MASTER, 1).get(0);
    for (int i = 0; i < workers; i++) {
      processes.add(
          spark.start(
              directory.resolve("worker-" + i + ".log"),
              "org.apache.spark.deploy.worker.Worker",
              List.of(
                  "--host",
                  // Spark starts the same task again on another host only.
                  "127.0.0." + (i + 1),
                  "--webui-port",
                  "0",
                  "--cores",
                  "1",
                  "--memory",
                  "1g",
                  "--work-dir",
                  directory.resolve("work-" + i).toString(),
                  master)));
    }
    await(log, REGISTERED, workers);
  }

  /**
   * Runs {@code spark-submit}, and waits for its end.
   *
   * @param arguments what follows the address of the master
   */
  Submission submit(String... arguments) throws IOException, InterruptedException {
    Path log = directory.resolve("submission-" + submissions++ + ".log");
    List<String> all = new ArrayList<>(List.of("--master", master));
    all.addAll(List.of("--conf", "spark.ui.enabled=false"));
    // An executor of these tests ends before what the optimizing compiler makes would pay.
    all.addAll(List.of("--conf", "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1"));
    all.addAll(List.of(arguments));
    Process process = spark.start(log, "org.apache.spark.deploy.SparkSubmit", all);
    processes.add(process);
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as(() -> "the submission ends: " + read(log))
        .isTrue();
    return new Submission(process.exitValue(), read(log));
  }

  /**
   * How a submission ended.
   *
   * @param status the status of the process
   * @param log everything that the driver printed
   */
  record Submission(int status, String log) {}

  /** Ends all processes, executors included. */
  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static List<String> await(Path log, Pattern pattern, int count)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      String text = read(log);
      List<String> found =
          pattern
              .matcher(text)
              .results()
              .map(match -> match.groupCount() > 0 ? match.group(1) : match.group())
              .toList();
      if (found.size() >= count) {
        return found;
      }
      assertThat(Instant.now()).as(() -> pattern + " in " + text).isBefore(deadline);
      Thread.sleep(100);
    }
  }

  private static String read(Path log) {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }
}
