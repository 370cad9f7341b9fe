package org.tensormap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Garbage;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Snapshot;
import org.tensormap.spark.log.Storage;
import org.tensormap.spark.log.Vacuum;

/**
 * Kills drivers at random moments of appends and overwrites, as {@code kill -9} does, while
 * somebody reads.
 *
 * <p>{@code -Dtensormap.kills=50} kills more of them than every build does.
 */
class DriverKillIT {
  private static final int KILLS = Integer.getInteger("tensormap.kills", 3);

  /** After so many generations at most the driver is killed, at any moment of the last one. */
  private static final int GENERATIONS = 5;

  private static final int LONGEST_PAUSE_MILLIS = 300;

  @TempDir private static Path directory;

  private final SparkSession spark = TestSession.get();
  private final Random random = new Random(1);

  @Test
  void readersSeeWholeVersionsAndAVacuumRemovesTheRest() throws Exception {
    Path dataset = directory.resolve("dataset");
    Generations.write(spark, dataset.toString(), 0, SaveMode.ErrorIfExists);
    Set<Integer> expected = new TreeSet<>(Set.of(0));
    int next = 1;
    for (int kill = 0; kill < KILLS; kill++) {
      List<String> said = writeUntilKilled(dataset, next);
      int begun = said.size() / 2 + said.size() % 2;
      boolean interrupted = said.size() % 2 == 1;
      int whole = interrupted ? begun - 1 : begun;
      for (int i = 0; i < whole; i++) {
        apply(next + i, expected);
      }
      Set<Integer> actual = Generations.read(spark, dataset.toString());
      if (interrupted && !actual.equals(expected)) {
        apply(next + whole, expected);
      }
      assertThat(actual).as("kill %d, after %s", kill, said).isEqualTo(expected);
      next += begun;
    }
    assertThatAVacuumRemovesOrphansAlone(dataset);
    assertThat(Generations.read(spark, dataset.toString())).isEqualTo(expected);
  }

  private static void apply(int generation, Set<Integer> generations) {
    if (GenerationWriter.mode(generation) == SaveMode.Overwrite) {
      generations.clear();
    }
    generations.add(generation);
  }

  /** Returns what the driver said: that it began a generation, and that it was done, in turns. */
  private List<String> writeUntilKilled(Path dataset, int first)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.forSpark());
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(GenerationWriter.class.getName(), dataset.toString(), Integer.toString(first)));
    Process process =
        new ProcessBuilder(command)
            .redirectError(directory.resolve("driver-" + first + ".log").toFile())
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader output = process.inputReader()) {
      int last = 2 * random.nextInt(GENERATIONS) + 1;
      String line;
      while (said.size() < last && (line = output.readLine()) != null) {
        said.add(line);
        // Whoever reads meanwhile sees generations as a whole.
        Generations.read(spark, dataset.toString());
      }
      assertThat(process.isAlive()).as("the driver is at work: %s", said).isTrue();
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
      // Not by the process itself, which would close its output, of which the end is unread.
      process.toHandle().destroyForcibly();
      process.waitFor();
      output.lines().forEach(said::add);
    }
    return said;
  }

  private static void assertThatAVacuumRemovesOrphansAlone(Path dataset) throws IOException {
    Storage storage =
        Storage.of(new org.apache.hadoop.fs.Path(dataset.toUri()), new Configuration());
    Set<String> named = new TreeSet<>();
    DatasetLog log = new DatasetLog(storage);
    for (long version = 0; version <= log.latestVersion().orElseThrow(); version++) {
      Snapshot snapshot = log.at(version);
      snapshot.shards().stream().map(Shard::path).forEach(named::add);
    }
    Set<String> orphans = shards(dataset);
    orphans.removeAll(named);

    List<Garbage> removed = new Vacuum(storage, Long.MAX_VALUE, OptionalInt.empty()).run();

    assertThat(shards(dataset)).isEqualTo(named);
    assertThat(removed.stream().map(Garbage::path).filter(path -> path.endsWith(".mts")))
        .containsExactlyInAnyOrderElementsOf(orphans);
  }

  private static Set<String> shards(Path dataset) throws IOException {
    try (var files = Files.list(dataset)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".mts"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
