package org.tensormap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.cli.TensorMapCommand;

/**
 * Runs {@code predict} as a process of its own, and watches how much memory of its own it ever has.
 */
class PredictMemoryIT {
  private static final Path STATUS_OF_THIS_PROCESS = Path.of("/proc/self/status");

  /** Enough that both runs have loaded and compiled all there is to load and compile. */
  private static final int FEW_SHARDS = 160;

  private static final int MANY_SHARDS = 960;
  private static final long MEGABYTE = 1 << 20;

  @TempDir private Path directory;

  @Test
  void peakMemoryDoesNotGrowWithTheNumberOfShards() throws Exception {
    assumeThat(STATUS_OF_THIS_PROCESS).exists();
    Path few = shards("few", FEW_SHARDS);
    Path many = shards("many", MANY_SHARDS);
    long added = size(many) - size(few);

    long peakOfFew = peakMemoryOfPredict(few);
    long peakOfMany = peakMemoryOfPredict(many);

    // A fixed heap hides nothing: what is left to grow is native memory, and a heap that is too
    // small fails.
    assertThat(peakOfMany - peakOfFew)
        .as(
            "%d MB of shards more, peaks of %d and %d bytes",
            added / MEGABYTE, peakOfFew, peakOfMany)
        .isLessThan(added / 4);
  }

  private Path shards(String name, int count) throws IOException {
    Path folder = Files.createDirectory(directory.resolve(name));
    List<Path> features = Molecules.featureFiles();
    for (int i = 0; i < count; i++) {
      Files.copy(features.get(i % features.size()), folder.resolve("part-%05d.mts".formatted(i)));
    }
    return folder;
  }

  private static long size(Path folder) throws IOException {
    long size = 0;
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        size += Files.size(file);
      }
    }
    return size;
  }

  private long peakMemoryOfPredict(Path input) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.forSpark());
    command.addAll(
        List.of(
            "-Xms512m",
            "-Xmx512m",
            "-XX:+AlwaysPreTouch",
            // The memory that the optimizing compiler takes for itself depends on when it is busy.
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            TensorMapCommand.class.getName(),
            "predict",
            "--model",
            Molecules.ENERGY_MODEL.toString(),
            "--input",
            input.toString(),
            "--output",
            input.resolveSibling(input.getFileName() + "-energies").toString(),
            "--master",
            "local[2]"));
    Path log = directory.resolve(input.getFileName() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // Else every thread that comes along may get a heap of its own, which it does not give back.
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    Process process = builder.start();
    try {
      long peak = 0;
      while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, ownMemory(process.pid()));
      }
      assertThat(process.exitValue()).as(() -> read(log)).isZero();
      return peak;
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * The anonymous memory in use, in bytes: not that of mapped files, which the system takes back as
   * it likes.
   */
  private static long ownMemory(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("RssAnon:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException e) {
      // The process has ended between two looks.
    }
    return 0;
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
