package org.tensormap.spark.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.spark.SystemMaps.append;
import static org.tensormap.spark.SystemMaps.map;
import static org.tensormap.spark.SystemMaps.rows;
import static org.tensormap.spark.SystemMaps.systems;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.spark.Molecules;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.TestSession;

class ProceduresTest {
  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;
  private String path;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("data set").toString();
  }

  @Test
  void theHistoryIsListedFromTheLatestVersionOn() {
    append(path, 0, 1);
    append(path, 2);

    for (String name : List.of("tensormap.history", "tensormap.system.history")) {
      List<Row> history = call(name + "('" + path + "')").collectAsList();
      assertThat(history).hasSize(2);
      assertThat(history.get(0).<Long>getAs("version")).isEqualTo(1);
      assertThat(history.get(0).<String>getAs("operation")).isEqualTo("append");
      assertThat(history.get(0).<Long>getAs("rows")).isEqualTo(3);
      assertThat(history.get(0).<java.sql.Timestamp>getAs("timestamp"))
          .isAfterOrEqualTo(history.get(1).<java.sql.Timestamp>getAs("timestamp"));
    }
  }

  @Test
  void aVacuumDeletesWhatNoVersionNames() throws IOException {
    append(path, 0);
    String orphan = "part-00000-01234567-89ab-cdef-0123-456789abcdef-00000.mts";
    Files.writeString(Path.of(path, orphan), "orphan");

    assertThat(call("tensormap.vacuum('" + path + "')").collectAsList()).isEmpty();
    assertThat(
            call("tensormap.vacuum('" + path + "', retain_hours => 0, dry_run => true)")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[" + orphan + ",shard,6]");
    assertThat(Path.of(path, orphan)).exists();
    assertThatThrownBy(() -> call("tensormap.vacuum('" + path + "', retain_hours => 23)"))
        .hasMessageContaining("TENSORMAP_UNSAFE_RETENTION")
        .hasMessageContaining("no_running_writers");
    assertThat(vacuumNow("").count()).isEqualTo(1);
    assertThat(Path.of(path, orphan)).doesNotExist();
    assertThat(systems(spark.table("tensormap.`" + path + "`"))).containsExactly(0);
  }

  @Test
  void aVacuumExpiresVersionsIfItIsAskedTo() throws Exception {
    append(path, 0);
    append(path, 1);
    rows(map(5)).createOrReplaceTempView("five");
    spark.sql("INSERT OVERWRITE tensormap.`" + path + "` SELECT tensormap FROM five");
    Thread.sleep(2);

    assertThat(vacuumNow("").count()).isZero();
    assertThat(vacuumNow(", retain_versions => 1").count()).isEqualTo(4);
    assertThat(shardFiles()).hasSize(1);
    assertThat(systems(spark.table("tensormap.`" + path + "`"))).containsExactly(5);
    assertThatThrownBy(() -> spark.sql("SELECT * FROM tensormap.`" + path + "` VERSION AS OF 1"))
        .hasMessageContaining("TENSORMAP_VERSION_NOT_FOUND")
        .hasMessageContaining("a vacuum removed it");
  }

  @Test
  void compactingJoinsSmallShardsAndKeepsEveryRow() throws IOException {
    append(path, 0, 1, 2);
    append(path, 3, 4);
    List<Row> before = samples().collectAsList();

    Row result = call("tensormap.compact('" + path + "')").first();

    assertThat(result.<Long>getAs("version")).isEqualTo(2);
    assertThat(result.<Long>getAs("shards_removed")).isEqualTo(5);
    assertThat(result.<Long>getAs("shards_added")).isEqualTo(1);
    assertThat(samples().collectAsList()).isEqualTo(before);
    assertThat(spark.table("tensormap.`" + path + "`.shards").count()).isEqualTo(1);
    assertThat(spark.sql("SELECT * FROM tensormap.`" + path + "`.shards VERSION AS OF 1").count())
        .isEqualTo(5);
    assertThat(shardFiles()).hasSize(6);
    Row again = call("tensormap.compact('" + path + "')").first();
    assertThat(again.<Long>getAs("version")).isEqualTo(2);
    assertThat(again.<Long>getAs("shards_removed")).isZero();
  }

  @Test
  void realMapsWithGradientsAndDifferentKeysAreCompactedWithoutAChange() {
    spark
        .read()
        .format("tensormap")
        .option("layout", "tensormap")
        .load(Molecules.features().toString())
        .write()
        .format("tensormap")
        .save(path);
    for (String layout : List.of("samples", "values")) {
      List<Row> before = allRows(layout);
      call("tensormap.compact('" + path + "')");

      assertThat(allRows(layout)).isEqualTo(before);
    }
    assertThat(spark.table("tensormap.`" + path + "`.shards").count()).isEqualTo(1);
  }

  @Test
  void gradientsOfGradientsAreCompactedWithoutAChange() {
    for (int system = 0; system < 4; system++) {
      rows(nestedMap(system)).write().format("tensormap").mode(SaveMode.Append).save(path);
    }
    List<String> gradients = List.of("positions", "positions/strain");
    List<List<Row>> before = gradients.stream().map(this::gradientRows).toList();

    Row result = call("tensormap.compact('" + path + "')").first();

    assertThat(result.<Long>getAs("shards_removed")).isEqualTo(4);
    assertThat(result.<Long>getAs("shards_added")).isEqualTo(1);
    assertThat(before).allSatisfy(rows -> assertThat(rows).hasSize(8));
    assertThat(gradients.stream().map(this::gradientRows).toList()).isEqualTo(before);
  }

  @Test
  void onlyShardsWithTheSameComponentsOfGradientsAreJoined() {
    for (int system = 0; system < 6; system++) {
      rows(mapWithForces(system, system % 2)).write().format("tensormap").mode("append").save(path);
    }
    List<Row> before = gradientRows("positions");

    Row result = call("tensormap.compact('" + path + "')").first();

    assertThat(result.<Long>getAs("shards_removed")).isEqualTo(6);
    assertThat(result.<Long>getAs("shards_added")).isEqualTo(2);
    assertThat(before).hasSize(12);
    assertThat(gradientRows("positions")).isEqualTo(before);
  }

  /** A map with one system, whose gradient has two components counted from a number on. */
  private static byte[] mapWithForces(int system, int firstComponent) {
    try (HostNDManager manager = HostNDManager.newManager()) {
      TensorBlock block = block(manager, "system", new int[][] {{system}}, -system);
      Labels components =
          new Labels(List.of("xyz"), new int[][] {{firstComponent}, {firstComponent + 1}});
      block.addGradient(
          "positions",
          new TensorBlock(
              manager.create(new double[] {system, system + 0.5}, new Shape(1, 2, 1)),
              new Labels(List.of("sample"), new int[][] {{0}}),
              List.of(components),
              Labels.single()));
      try (TensorMap map = new TensorMap(Labels.single(), List.of(block))) {
        return TensorMapBinary.encode(map);
      }
    }
  }

  /** A map with one system and two rows in each gradient; the key is that of every other one. */
  private static byte[] nestedMap(int system) {
    try (HostNDManager manager = HostNDManager.newManager()) {
      TensorBlock block = block(manager, "system", new int[][] {{system}}, -system);
      TensorBlock positions = block(manager, "sample", new int[][] {{0, 0}, {0, 1}}, system);
      positions.addGradient(
          "strain", block(manager, "sample", new int[][] {{1, 0}, {0, 0}}, 10 * system));
      block.addGradient("positions", positions);
      try (TensorMap map =
          new TensorMap(new Labels(List.of("type"), new int[][] {{system % 2}}), List.of(block))) {
        return TensorMapBinary.encode(map);
      }
    }
  }

  /** A block whose values count from a number on; the second sample dimension is {@code atom}. */
  private static TensorBlock block(
      HostNDManager manager, String dimension, int[][] samples, double from) {
    double[] values = IntStream.range(0, samples.length).mapToDouble(i -> from + i).toArray();
    return new TensorBlock(
        manager.create(values, new Shape(samples.length, 1)),
        new Labels(List.of(dimension, "atom").subList(0, samples[0].length), samples),
        List.of(),
        Labels.single());
  }

  private List<Row> gradientRows(String gradient) {
    Dataset<Row> rows =
        spark
            .read()
            .format("tensormap")
            .option("layout", "values")
            .option("gradient", gradient)
            .load(path);
    return rows.orderBy("value", "system").collectAsList();
  }

  @Test
  void noShardThatIsMadeIsLargerThanItShouldBe() {
    append(path, 0, 1, 2, 3, 4, 5, 6);
    long one =
        spark.sql("SELECT max(bytes) FROM tensormap.`" + path + "`.shards").first().getLong(0);

    call("tensormap.compact('" + path + "', target_bytes => " + 3 * one + ")");

    assertThat(
            spark
                .sql("SELECT max(bytes), count(path) FROM tensormap.`" + path + "`.shards")
                .first()
                .toString())
        .matches("\\[\\d+,3]");
    assertThat(systems(samples())).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(
            spark.sql("SELECT max(bytes) FROM tensormap.`" + path + "`.shards").first().getLong(0))
        .isLessThanOrEqualTo(3 * one);
  }

  @Test
  void rowsThatWereAppendedTwiceStayTwo() {
    append(path, 0, 1);
    append(path, 0, 1, 2);

    call("tensormap.compact('" + path + "')");

    assertThat(systems(samples())).containsExactly(0, 0, 1, 1, 2);
    assertThat(spark.table("tensormap.`" + path + "`.shards").count()).isEqualTo(2);
  }

  @Test
  void aDamagedShardIsNotCompacted() throws IOException {
    append(path, 0, 1);
    Path damaged = shardFiles().get(0);
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);

    assertThatThrownBy(() -> call("tensormap.compact('" + path + "')"))
        .hasStackTraceContaining("TENSORMAP_CORRUPT_FILE")
        .hasStackTraceContaining(damaged.getFileName().toString());
    assertThat(shardFiles()).hasSize(2);
    assertThat(call("tensormap.history('" + path + "')").count()).isEqualTo(1);
  }

  @Test
  void wrongCallsAreRefusedAndTellWhatIsRight() {
    append(path, 0);

    assertThatThrownBy(() -> call("tensormap.optimize('" + path + "')"))
        .hasStackTraceContaining("TENSORMAP_UNKNOWN_PROCEDURE")
        .hasStackTraceContaining("[history, vacuum, compact]");
    assertThatThrownBy(() -> call("tensormap.vacuum('" + path + "', retain_versions => 0)"))
        .hasMessageContaining("TENSORMAP_INVALID_ARGUMENT")
        .hasMessageContaining("retain_versions");
    assertThatThrownBy(() -> call("tensormap.vacuum('" + path + "', retain_hours => -1)"))
        .hasMessageContaining("TENSORMAP_INVALID_ARGUMENT");
    assertThatThrownBy(() -> call("tensormap.vacuum('" + path + "', retain_hours => NULL)"))
        .hasMessageContaining("TENSORMAP_INVALID_ARGUMENT")
        .hasMessageContaining("retain_hours");
    assertThatThrownBy(() -> call("tensormap.compact('" + path + "', target_bytes => 0)"))
        .hasMessageContaining("TENSORMAP_INVALID_ARGUMENT");
    assertThatThrownBy(() -> call("tensormap.history(NULL)"))
        .hasMessageContaining("TENSORMAP_INVALID_ARGUMENT")
        .hasMessageContaining("'path'");
    for (String procedure : List.of("history", "vacuum", "compact")) {
      for (String other : List.of(directory.toString(), Molecules.features().toString())) {
        assertThatThrownBy(() -> call("tensormap." + procedure + "('" + other + "')"))
            .as(procedure)
            .hasMessageContaining("TENSORMAP_NOT_A_DATASET")
            .hasMessageContaining(other);
      }
    }
  }

  private Dataset<Row> call(String call) {
    return spark.sql("CALL " + call);
  }

  private Dataset<Row> vacuumNow(String more) {
    return call(
        "tensormap.vacuum('"
            + path
            + "', retain_hours => 0, no_running_writers => true"
            + more
            + ")");
  }

  private Dataset<Row> samples() {
    return spark.table("tensormap.`" + path + "`").orderBy("system");
  }

  private List<Row> allRows(String layout) {
    Dataset<Row> rows = spark.read().format("tensormap").option("layout", layout).load(path);
    return rows.orderBy(
            Stream.of(rows.columns())
                .map(name -> rows.col("`" + name + "`"))
                .toArray(org.apache.spark.sql.Column[]::new))
        .collectAsList();
  }

  private List<Path> shardFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(path))) {
      return files.filter(file -> file.toString().endsWith(".mts")).sorted().toList();
    }
  }
}
