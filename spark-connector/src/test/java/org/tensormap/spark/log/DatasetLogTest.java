package org.tensormap.spark.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.GradientSchema;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TensorMapSchema;

class DatasetLogTest {
  private static final TensorMapSchema SCHEMA =
      new TensorMapSchema(
          List.of("center_type"),
          List.of("system", "atom"),
          List.of("xyz"),
          List.of("n"),
          DataType.FLOAT64,
          Map.of("positions", new GradientSchema(List.of("sample", "atom"), List.of("xyz_1"))));

  @TempDir Path directory;

  @Test
  void aCommittedVersionIsReadBackAsItWasWritten() throws IOException {
    DatasetLog log = log();
    Shard first = shard("a.mts", 10);
    Shard second =
        new Shard("b.mts", 7, 5, 0, 0, new BlockSet(List.of(), List.of()), Map.of(), null);

    long version = log.commit(commit(Operation.CREATE, -1, first, second));

    assertThat(version).isZero();
    Snapshot snapshot = log.latest().orElseThrow();
    assertThat(snapshot.shards()).containsExactly(first, second);
    assertThat(snapshot.schema()).contains(SCHEMA);
    assertThat(snapshot.totals()).isEqualTo(new Totals(2, 10, 30, 107));
    assertThat(versionFiles()).containsExactly("00000000000000000000.json");
  }

  @Test
  void aPathWithoutVersionsIsNoDataset() throws IOException {
    assertThat(log().latestVersion()).isEmpty();
    assertThat(log().latest()).isEmpty();
    assertThatThrownBy(() -> log().at(0))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_NOT_A_DATASET")
        .hasMessageContaining(directory.toString());
  }

  @Test
  void everyVersionStaysReadableWhileTheHistoryGrows() throws IOException {
    DatasetLog log = log();
    int versions = 2 * DatasetLog.COMPLETE_EVERY + 3;
    for (int i = 0; i < versions; i++) {
      log.commit(commit(Operation.APPEND, i - 1, shard(i + ".mts", i)));
    }

    for (int i = 0; i < versions; i++) {
      Snapshot snapshot = log.at(i);
      assertThat(snapshot.shards())
          .extracting(Shard::path)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(0, i).mapToObj(n -> n + ".mts").toList());
      assertThat(snapshot.totals().rows()).isEqualTo(i * (i + 1L) / 2);
    }
    assertThat(
            IntStream.range(1, versions).allMatch(i -> timestamp(log, i - 1) < timestamp(log, i)))
        .isTrue();
  }

  @Test
  void completeVersionsMakeTheFilesBeforeThemUnnecessary() throws IOException {
    DatasetLog log = log();
    for (int i = 0; i <= DatasetLog.COMPLETE_EVERY; i++) {
      log.commit(commit(Operation.APPEND, i - 1, shard(i + ".mts", i)));
    }
    for (int i = 0; i < DatasetLog.COMPLETE_EVERY; i++) {
      Files.delete(versionFile(i));
    }

    assertThat(log.latest().orElseThrow().shards()).hasSize(DatasetLog.COMPLETE_EVERY + 1);
    assertThatThrownBy(() -> log.at(3))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("has no version 3");
  }

  @Test
  void aCommitIsCheckedAgainstWhatItIsAddedToAlsoIfThatChangesMeanwhile() throws IOException {
    DatasetLog log = log();
    log.commit(commit(Operation.APPEND, -1, shard("a.mts", 1)));
    log.commit(commit(Operation.APPEND, 0, shard("b.mts", 1)));
    List<List<String>> seen = new ArrayList<>();

    long version =
        log.commit(
            commit(Operation.APPEND, 1, shard("d.mts", 1)),
            List.of(
                others -> {
                  seen.add(others.stream().map(Shard::path).toList());
                  if (seen.size() == 1) {
                    log.commit(commit(Operation.APPEND, 1, shard("c.mts", 1)));
                  }
                }));

    assertThat(version).isEqualTo(3);
    assertThat(seen).containsExactly(List.of("a.mts", "b.mts"), List.of("c.mts"));
    assertThatThrownBy(
            () ->
                log.commit(
                    commit(Operation.APPEND, 3, shard("e.mts", 1)),
                    List.of(
                        others -> {
                          throw new IllegalArgumentException("they do not go together");
                        })))
        .hasMessage("they do not go together");
    assertThat(log.latestVersion()).hasValue(3);
  }

  @Test
  void creatingWhereThereIsADatasetIsRefused() throws IOException {
    log().commit(commit(Operation.CREATE, -1, shard("a.mts", 1)));

    assertThatThrownBy(() -> log().commit(commit(Operation.CREATE, -1, shard("b.mts", 1))))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_OUTPUT_EXISTS")
        .hasMessageContaining("append");
    assertThat(log().latest().orElseThrow().version()).isZero();
  }

  @Test
  void overwritingReplacesAllShardsAndTheSchema() throws IOException {
    DatasetLog log = log();
    log.commit(commit(Operation.CREATE, -1, shard("a.mts", 1)));
    TensorMapSchema other =
        new TensorMapSchema(
            List.of("type"),
            List.of("system"),
            List.of(),
            List.of("n"),
            DataType.FLOAT32,
            Map.of());

    log.commit(new Commit(Operation.OVERWRITE, 0, Optional.of(other), List.of(shard("b.mts", 2))));

    Snapshot snapshot = log.latest().orElseThrow();
    assertThat(snapshot.shards()).extracting(Shard::path).containsExactly("b.mts");
    assertThat(snapshot.schema()).contains(other);
    assertThat(snapshot.totals().rows()).isEqualTo(2);
    assertThat(log.at(0).shards()).extracting(Shard::path).containsExactly("a.mts");
  }

  @Test
  void overwritingWhatAnotherWriterChangedMeanwhileIsRefused() throws IOException {
    DatasetLog log = log();
    log.commit(commit(Operation.CREATE, -1, shard("a.mts", 1)));
    log.commit(commit(Operation.APPEND, 0, shard("b.mts", 1)));

    assertThatThrownBy(() -> log.commit(commit(Operation.OVERWRITE, 0, shard("c.mts", 1))))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_CONCURRENT_WRITE")
        .hasMessageContaining("version 1");
    assertThat(log.latest().orElseThrow().shards()).hasSize(2);
  }

  @Test
  void shardsOfAnotherSchemaCanNotBeAppended() throws IOException {
    DatasetLog log = log();
    log.commit(commit(Operation.CREATE, -1, shard("a.mts", 1)));
    TensorMapSchema other =
        new TensorMapSchema(
            List.of("center_type"),
            List.of("system"),
            List.of("xyz"),
            List.of("n"),
            DataType.FLOAT64,
            SCHEMA.gradients());

    assertThatThrownBy(
            () ->
                log.commit(
                    new Commit(
                        Operation.APPEND, 0, Optional.of(other), List.of(shard("b.mts", 1)))))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("sample dimensions [system, atom] and [system]");
  }

  @Test
  void theSchemaComesWithTheFirstShardThatHasBlocks() throws IOException {
    DatasetLog log = log();
    log.commit(new Commit(Operation.CREATE, -1, Optional.empty(), List.of()));
    log.commit(commit(Operation.APPEND, 0, shard("a.mts", 1)));

    assertThat(log.at(0).schema()).isEmpty();
    assertThat(log.at(1).schema()).contains(SCHEMA);
  }

  @Test
  void compactingReplacesTheNamedShardsAndKeepsWhatWasAppendedMeanwhile() throws IOException {
    DatasetLog log = log();
    log.commit(commit(Operation.CREATE, -1, shard("a.mts", 1), shard("b.mts", 2)));
    log.commit(commit(Operation.APPEND, 0, shard("c.mts", 3)));

    log.commit(Commit.compact(0, Set.of("a.mts", "b.mts"), List.of(shard("ab.mts", 3))));

    Snapshot snapshot = log.at(2);
    assertThat(snapshot.shards()).extracting(Shard::path).containsExactly("c.mts", "ab.mts");
    assertThat(snapshot.totals()).isEqualTo(new Totals(2, 6, 18, 200));
    assertThat(snapshot.schema()).contains(SCHEMA);
    assertThat(log.at(1).shards()).hasSize(3);
    Change change = log.change(2);
    assertThat(change.added()).extracting(Shard::path).containsExactly("ab.mts");
    assertThat(change.removed()).isEqualTo(2);
    assertThat(change.removesRows()).isFalse();
  }

  @Test
  void deletingRemovesTheNamedShardsAndKeepsTheSchema() throws IOException {
    DatasetLog log = log();
    log.commit(commit(Operation.CREATE, -1, shard("a.mts", 1), shard("b.mts", 2)));

    log.commit(Commit.delete(0, Set.of("a.mts")));
    log.commit(Commit.delete(0, Set.of("b.mts")));

    assertThat(log.at(1).shards()).extracting(Shard::path).containsExactly("b.mts");
    assertThat(log.at(2).shards()).isEmpty();
    assertThat(log.at(2).schema()).contains(SCHEMA);
    assertThat(log.at(2).totals()).isEqualTo(Totals.NONE);
    assertThat(log.change(1).removesRows()).isTrue();
  }

  @Test
  void shardsThatWereReplacedMeanwhileAreNotReplacedAgain() throws IOException {
    DatasetLog log = log();
    log.commit(commit(Operation.CREATE, -1, shard("a.mts", 1), shard("b.mts", 2)));
    log.commit(commit(Operation.OVERWRITE, 0, shard("c.mts", 3)));

    assertThatThrownBy(
            () -> log.commit(Commit.compact(0, Set.of("a.mts"), List.of(shard("d.mts", 1)))))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_CONCURRENT_WRITE")
        .hasMessageContaining("a.mts");
    assertThat(log.latestVersion()).hasValue(1);
  }

  @Test
  void aPartOfAStreamIsCommittedOnce() throws IOException {
    DatasetLog log = log();
    Commit first = commit(Operation.APPEND, -1, shard("a.mts", 1));
    Commit again = commit(Operation.APPEND, -1, shard("a-again.mts", 1));

    assertThat(log.commit(first.of(new StreamEpoch("one", 0)))).isZero();
    assertThat(log.commit(again.of(new StreamEpoch("one", 0)))).isEqualTo(Commit.NO_VERSION);
    assertThat(log.commit(again.of(new StreamEpoch("two", 0)))).isEqualTo(1);
    log.commit(commit(Operation.OVERWRITE, 1, shard("c.mts", 1)));
    assertThat(log.commit(again.of(new StreamEpoch("one", 0)))).isEqualTo(Commit.NO_VERSION);
    assertThat(log.commit(again.of(new StreamEpoch("one", 1)))).isEqualTo(3);
  }

  @Test
  void aTimeMeansTheVersionThatWasTheLatestThen() throws IOException {
    DatasetLog log = log();
    for (int i = 0; i < 5; i++) {
      log.commit(commit(Operation.APPEND, i - 1, shard(i + ".mts", i)));
    }

    for (int i = 0; i < 5; i++) {
      assertThat(log.asOf(timestamp(log, i)).version()).isEqualTo(i);
    }
    assertThat(log.asOf(timestamp(log, 3) - 1).version()).isEqualTo(2);
    assertThat(log.asOf(Long.MAX_VALUE).version()).isEqualTo(4);
    assertThatThrownBy(() -> log.asOf(timestamp(log, 0) - 1))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_VERSION_NOT_FOUND")
        .hasMessageContaining("version 0");
  }

  @Test
  void theHistoryTellsWhatEachVersionChanged() throws IOException {
    DatasetLog log = log();
    log.commit(commit(Operation.CREATE, -1, shard("a.mts", 1), shard("b.mts", 1)));
    for (int i = 1; i <= DatasetLog.COMPLETE_EVERY; i++) {
      log.commit(commit(Operation.APPEND, i - 1, shard(i + ".mts", i)));
    }
    log.commit(commit(Operation.OVERWRITE, DatasetLog.COMPLETE_EVERY, shard("z.mts", 1)));

    List<Change> history = log.history();

    assertThat(history).hasSize(DatasetLog.COMPLETE_EVERY + 2);
    assertThat(history.get(0).operation()).isEqualTo(Operation.OVERWRITE);
    assertThat(history.get(0).removed()).isEqualTo(DatasetLog.COMPLETE_EVERY + 2);
    assertThat(history.get(1).added())
        .extracting(Shard::path)
        .containsExactly(DatasetLog.COMPLETE_EVERY + ".mts");
    assertThat(history.get(1).removed()).isZero();
  }

  @Test
  void aLogOfANewerReleaseIsRefused() throws IOException {
    DatasetLog log = log();
    log.commit(commit(Operation.CREATE, -1, shard("a.mts", 1)));
    String content = Files.readString(versionFile(0));
    Files.writeString(versionFile(0), content.replace("\"format\":1", "\"format\":4"));

    assertThatThrownBy(log::latest)
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("TENSORMAP_LOG_FROM_THE_FUTURE")
        .hasMessageContaining("format 4")
        .hasMessageContaining("00000000000000000000.json");
  }

  @Test
  void fieldsThatALaterReleaseAddedAreIgnored() throws IOException {
    DatasetLog log = log();
    log.commit(commit(Operation.CREATE, -1, shard("a.mts", 1)));
    String content = Files.readString(versionFile(0));
    Files.writeString(versionFile(0), content.replace("\"format\":1", "\"format\":1,\"new\":{}"));

    assertThat(log.latest().orElseThrow().shards()).hasSize(1);
  }

  @Test
  void aVersionFileThatIsNotOneIsNamed() throws IOException {
    DatasetLog log = log();
    log.commit(commit(Operation.CREATE, -1, shard("a.mts", 1)));
    String content = Files.readString(versionFile(0));

    for (String broken :
        List.of(
            content.substring(0, content.length() / 2),
            "",
            "[]",
            content.replace("\"version\":0", "\"version\":4"),
            content.replace("\"blocks\":0", "\"blocks\":1"),
            content.replace("\"append\"", "\"create\"").replace("create", "shred"),
            content.replace("\"added\":1", "\"added\":2"),
            content.replace("\"streams\":{}", "\"streams\":null"),
            content.replace("\"totals\"", "\"other\""),
            content + content)) {
      Files.writeString(versionFile(0), broken);
      assertThatThrownBy(log::latest)
          .as(broken)
          .isInstanceOf(TensorMapException.class)
          .hasMessageContaining("TENSORMAP_CORRUPT_LOG")
          .hasMessageContaining("00000000000000000000.json");
    }
  }

  @Test
  void aVersionFileWithoutWhatReadersNeedIsNamedWithWhatIsMissing() throws IOException {
    DatasetLog log = log();
    log.commit(commit(Operation.CREATE, -1, shard("a.mts", 1)));
    String content = Files.readString(versionFile(0));
    Map<String, String> problems =
        Map.ofEntries(
            Map.entry(content.replace("\"bounds\"", "\"other\""), "shards[0].bounds: "),
            Map.entry(
                content.replace("{\"min\":-3,\"max\":5}", "null"), "shards[0].bounds.system: "),
            Map.entry(content.replace("\"min\":-3,", ""), "shards[0].bounds.system.min: "),
            Map.entry(content.replace("\"path\"", "\"other\""), "shards[0].path: "),
            Map.entry(content.replace("\"rows\":1,\"values\"", "\"rows\":-1,\"values\""), "is -1"),
            Map.entry(content.replace("\"emptyBlocks\":[1]", "\"emptyBlocks\":[2]"), "is 2"),
            Map.entry(
                content.replace("\"emptyBlocks\":[1]", "\"emptyBlocks\":[null]"), "emptyBlocks"),
            Map.entry(content.replace("[[1],[6]]", "[[1]]"), "1 keys, but 2 checksums"),
            Map.entry(content.replace("[[1],[6]]", "[[1],[6,7]]"), "[6, 7] does not fit"),
            Map.entry(content.replace("[[1],[6]]", "[[1],[null]]"), "blockSets[0].keys[1][0]: "),
            Map.entry(content.replace("\"columns\"", "\"other\""), "blockSets[0].columns: "),
            Map.entry(content.replace("\"schema\"", "\"other\""), "no schema"),
            Map.entry(content.replace("\"dtype\":\"float64\"", "\"dtype\":null"), "schema.dtype: "),
            Map.entry(
                content.replace("\"components\":[\"xyz\"]", "\"other\":0"), "schema.components: "));

    problems.forEach(
        (broken, problem) -> {
          assertThat(broken).isNotEqualTo(content);
          write(versionFile(0), broken);
          assertThatThrownBy(log::latest)
              .as(broken)
              .isInstanceOf(TensorMapException.class)
              .hasMessageContaining("TENSORMAP_CORRUPT_LOG")
              .hasMessageContaining("00000000000000000000.json")
              .hasMessageContaining(problem);
        });
  }

  @Test
  void filesOfACommitThatDiedAreIgnored() throws IOException {
    DatasetLog log = log();
    log.commit(commit(Operation.CREATE, -1, shard("a.mts", 1)));
    Files.writeString(versionFile(0).resolveSibling(".00000000000000000001.json.x.tmp"), "{");

    assertThat(log.latest().orElseThrow().version()).isZero();
    assertThat(log.commit(commit(Operation.APPEND, 0, shard("b.mts", 1)))).isEqualTo(1);
  }

  @Test
  void concurrentAppendersInOneProcessAllGetTheirOwnVersion() throws Exception {
    int writers = 8;
    int commits = 10;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<?>> running = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      running.add(threads.submit(appender(directory, "w" + writer, commits)));
    }
    for (Future<?> future : running) {
      future.get();
    }
    threads.shutdown();

    assertEveryShardOnce(writers, commits);
  }

  @Test
  void concurrentAppendersInSeveralProcessesAllGetTheirOwnVersion() throws Exception {
    int writers = 3;
    int commits = 25;
    List<Process> processes = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      processes.add(
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  AppenderProcess.class.getName(),
                  directory.toString(),
                  "w" + writer,
                  Integer.toString(commits))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolveSibling("writer-" + writer + ".txt").toFile())
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }

    assertEveryShardOnce(writers, commits);
  }

  @Test
  void ofConcurrentOverwritesOfOneVersionExactlyOneSucceeds() throws Exception {
    log().commit(commit(Operation.CREATE, -1, shard("a.mts", 1)));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Boolean>> running = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Shard shard = shard("o" + i + ".mts", 1);
      running.add(
          threads.submit(
              () -> {
                try {
                  log().commit(commit(Operation.OVERWRITE, 0, shard));
                  return true;
                } catch (TensorMapException e) {
                  assertThat(e.getCondition()).isEqualTo("TENSORMAP_CONCURRENT_WRITE");
                  return false;
                }
              }));
    }
    int succeeded = 0;
    for (Future<Boolean> future : running) {
      succeeded += future.get() ? 1 : 0;
    }
    threads.shutdown();

    assertThat(succeeded).isEqualTo(1);
    assertThat(log().latestVersion()).hasValue(1);
  }

  /** A process that appends; its arguments are those of {@link #appender}. */
  static final class AppenderProcess {
    private AppenderProcess() {}

    public static void main(String[] arguments) throws Exception {
      appender(Path.of(arguments[0]), arguments[1], Integer.parseInt(arguments[2])).call();
    }
  }

  private static Callable<Void> appender(Path directory, String name, int commits) {
    return () -> {
      DatasetLog log = log(directory);
      for (int i = 0; i < commits; i++) {
        log.commit(commit(Operation.APPEND, Commit.NO_VERSION, shard(name + "-" + i + ".mts", 1)));
      }
      return null;
    };
  }

  private void assertEveryShardOnce(int writers, int commits) throws IOException {
    List<String> expected = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      for (int i = 0; i < commits; i++) {
        expected.add("w" + writer + "-" + i + ".mts");
      }
    }
    Snapshot snapshot = log().latest().orElseThrow();
    assertThat(snapshot.version()).isEqualTo(expected.size() - 1);
    assertThat(snapshot.shards())
        .extracting(Shard::path)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(snapshot.totals().shards()).isEqualTo(expected.size());
    assertThat(versionFiles()).hasSize(writers * commits);
  }

  private DatasetLog log() throws IOException {
    return log(directory);
  }

  private static DatasetLog log(Path directory) throws IOException {
    return new DatasetLog(
        Storage.of(new org.apache.hadoop.fs.Path(directory.toUri()), new Configuration()));
  }

  private static Commit commit(Operation operation, long base, Shard... shards) {
    return new Commit(operation, base, Optional.of(SCHEMA), List.of(shards));
  }

  private static Shard shard(String path, long rows) {
    return new Shard(
        path,
        100,
        0xfedcba98L,
        rows,
        3 * rows,
        new BlockSet(List.of(List.of(1), List.of(6)), List.of(12L, 13L)),
        Map.of("system", new Bounds(-3, 5), "atom", new Bounds(0, 9)),
        List.of(1));
  }

  private static long timestamp(DatasetLog log, int version) {
    try {
      return log.at(version).timestamp();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path versionFile(int version) {
    return directory.resolve("_tensormap").resolve(String.format("%020d.json", version));
  }

  private List<String> versionFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("_tensormap"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
