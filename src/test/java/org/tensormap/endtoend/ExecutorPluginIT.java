package org.tensormap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.cli.TensorMapCommand;

/** Runs {@code predict} with the plugin, as a process of its own, and reads Spark's metrics. */
class ExecutorPluginIT {
  private static final String PLUGIN = "org.tensormap.spark.executor.TensorMapPlugin";

  @TempDir private Path directory;

  @Test
  void modelsArePreloadedAndMetricsReported() throws Exception {
    Path metrics = Files.createDirectory(directory.resolve("metrics"));
    Path missing = directory.resolve("missing.pt");
    Path log = directory.resolve("log");

    int status =
        run(
            log,
            "predict",
            "--model",
            Molecules.ENERGY_MODEL.toString(),
            "--input",
            Molecules.featureFiles().get(0).getParent().toString(),
            "--output",
            directory.resolve("energies").toString(),
            "--master",
            "local[2]",
            "--conf",
            "spark.plugins=" + PLUGIN,
            "--conf",
            "spark.tensormap.preload=" + missing + ", " + Molecules.ENERGY_MODEL,
            "--conf",
            "spark.metrics.conf.*.sink.csv.class=org.apache.spark.metrics.sink.CsvSink",
            "--conf",
            "spark.metrics.conf.*.sink.csv.directory=" + metrics);

    assertThat(status).as(() -> read(log)).isZero();
    assertThat(read(log)).contains(missing + " can not be preloaded");
    Map<String, Long> last = lastValues(metrics);
    // One instance, for the preloading and for both tasks.
    assertThat(last).containsEntry("modelsLoaded", 1L);
    assertThat(last).containsEntry("modelCalls", (long) Molecules.featureFiles().size());
    assertThat(last.get("modelTimeNanos")).isPositive();
    assertThat(last.get("bytesRead")).isPositive();
    assertThat(last).containsEntry("arrowBytes", 0L).containsKey("arrowPeakBytes");
  }

  private static int run(Path log, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.forSpark());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(TensorMapCommand.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      return process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  /** The last value of each metric of the plugin: Spark writes them all when it stops. */
  private static Map<String, Long> lastValues(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().contains("plugin." + PLUGIN))
          .collect(Collectors.toMap(ExecutorPluginIT::metric, ExecutorPluginIT::lastValue));
    }
  }

  private static String metric(Path file) {
    return file.getFileName().toString().replaceAll(".*TensorMapPlugin\\.(.*)\\.csv", "$1");
  }

  private static long lastValue(Path file) {
    List<String> lines = read(file).lines().toList();
    return Long.parseLong(lines.get(lines.size() - 1).split(",", -1)[1].trim());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
