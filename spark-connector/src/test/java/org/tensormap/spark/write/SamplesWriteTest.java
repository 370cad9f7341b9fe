package org.tensormap.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tensormap.spark.write.Frames.read;
import static org.tensormap.spark.write.Frames.shards;
import static org.tensormap.spark.write.Frames.writer;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.spark.TestSession;

/** Samples with arrays of values, as shards. */
class SamplesWriteTest {
  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;
  private Path output;

  @BeforeEach
  void chooseOutput() {
    output = directory.resolve("output");
  }

  @Test
  void namesOfColumnsAreEnoughToMakeATensorMap() throws IOException {
    Dataset<Row> rows =
        Frames.of(
            "atom, type, values, system",
            "(1L, 6S, array(1f, 2f), 0)",
            "(0L, 6S, array(3f, 4f), 0)",
            "(0L, 1S, array(5f, 6f), 7)");

    writer(rows).option("keys", "TYPE").option("samples", "system, atom").save(output.toString());

    assertThat(read(output, "samples").columns())
        .containsExactly("type", "system", "atom", "values");
    assertThat(read(output, "values").collectAsList())
        .containsExactlyInAnyOrder(
            RowFactory.create(6, 0, 0, 0, 3f),
            RowFactory.create(6, 0, 0, 1, 4f),
            RowFactory.create(6, 0, 1, 0, 1f),
            RowFactory.create(6, 0, 1, 1, 2f),
            RowFactory.create(1, 7, 0, 0, 5f),
            RowFactory.create(1, 7, 0, 1, 6f));
    assertThat(read(output, "values").columns())
        .containsExactly("type", "system", "atom", "property", "value");
  }

  @Test
  void withoutKeysThereIsOneBlock() throws IOException {
    writer(Frames.of("system, values", "(3, array(1D))", "(1, array(2D))"))
        .option("samples", "system")
        .option("distribution", "range")
        .save(output.toString());

    assertThat(read(output, "samples").orderBy("system").collectAsList().toString())
        .isEqualTo("[[0,1,ArraySeq(2.0)], [0,3,ArraySeq(1.0)]]");
    assertThat(read(output, "samples").columns()[0]).isEqualTo("_");
  }

  @Test
  void componentsAndPropertiesGetTheSizesOfTheOptions() throws IOException {
    writer(Frames.of("system, values", "(0, array(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))"))
        .option("samples", "system")
        .option("components", "xyz:3")
        .option("properties", "n,l:2")
        .save(output.toString());

    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map = Mts.load(shards(output).get(0), manager)) {
      assertThat(map.block().shape()).isEqualTo(new Shape(1, 3, 4));
      assertThat(map.block().dtype()).isEqualTo(DataType.INT32);
      assertThat(map.block().components()).containsExactly(Labels.range("xyz", 3));
      assertThat(map.block().properties())
          .isEqualTo(new Labels(List.of("n", "l"), new int[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
      assertThat(map.block().values().toByteBuffer().getInt(4 * 7)).isEqualTo(7);
    }
  }

  @Test
  void rowsWithoutMetadataGetTheLabelsOfTheDatasetTheyAreAddedTo() {
    writer(Frames.of("key, system, values", "(1, 0, array(1f, 2f))"))
        .option("keys", "key")
        .option("samples", "system")
        .option("properties", "n")
        .save(output.toString());

    writer(Frames.of("system, values, key", "(1, array(3f, 4f), 1)"))
        .mode(SaveMode.Append)
        .save(output.toString());

    assertThat(read(output, "values").columns()).containsExactly("key", "system", "n", "value");
    assertThat(read(output, "values").where("system = 1 AND n = 1").head().getFloat(3))
        .isEqualTo(4f);
  }

  @Test
  void rowsAreInsertedInSql() {
    String table = "tensormap.`" + output + "`";
    writer(Frames.of("key, system, values", "(1, 0, array(1f, 2f))"))
        .option("keys", "key")
        .option("samples", "system")
        .save(output.toString());

    spark.sql("INSERT INTO " + table + " SELECT 1 AS key, 1 AS system, array(3f, 4f) AS values");
    spark.sql("INSERT INTO " + table + " VALUES (2, 2, array(5f, 6f))");
    assertThat(systems()).containsExactly(0, 1, 2);

    spark.sql(
        "INSERT OVERWRITE " + table + " SELECT key, system + 10 AS system, values FROM " + table);
    assertThat(systems()).containsExactly(10, 11, 12);
  }

  @Test
  void aSystemIsNeverCutWhereShardsEnd() throws IOException {
    int systems = 40;
    int atoms = 25;
    Dataset<Row> rows =
        spark
            .range((long) systems * atoms)
            .selectExpr(
                "CAST(id % " + systems + " AS INT) AS system",
                "CAST(id / " + systems + " AS INT) AS atom",
                "CAST(id % 2 AS INT) AS type",
                "transform(sequence(1, 8), x -> CAST(x * id AS FLOAT)) AS values");

    writer(rows)
        .option("keys", "type")
        .option("samples", "system,atom")
        .option("maxShardBytes", "4k")
        .save(output.toString());

    List<Integer> seen = new ArrayList<>();
    for (Path shard : shards(output)) {
      seen.addAll(systemsIn(shard));
    }
    assertThat(shards(output)).hasSizeGreaterThan(5);
    assertThat(seen).hasSize(systems).doesNotHaveDuplicates();
    assertThat(read(output, "samples").count()).isEqualTo((long) systems * atoms);
    assertThat(
            read(output, "samples")
                .selectExpr("max(abs(values[7] - 8 * (system + " + systems + " * atom)))")
                .head()
                .getDouble(0))
        .isZero();
  }

  @Test
  void aSystemThatIsTooLargeForMemoryIsCutBetweenItsAtoms() throws IOException {
    Dataset<Row> rows =
        spark
            .range(200)
            .selectExpr(
                "0 AS system",
                "CAST(id AS INT) AS atom",
                "transform(sequence(1, 16), x -> CAST(x * id AS FLOAT)) AS values");

    writer(rows)
        .option("samples", "system,atom")
        .option("maxShardBytes", "1k")
        .save(output.toString());

    assertThat(shards(output)).hasSizeBetween(2, 4);
    assertThat(read(output, "samples").selectExpr("count(DISTINCT atom)").head().getLong(0))
        .isEqualTo(200);
  }

  @Test
  void filesHoldLittleMoreThanTheValues() throws IOException {
    Dataset<Row> rows =
        spark
            .range(2000)
            .selectExpr(
                "CAST(id AS INT) AS system", "transform(sequence(1, 500), x -> rand()) AS values");

    writer(rows).option("samples", "system").save(output.toString());

    long bytes = 0;
    for (Path shard : shards(output)) {
      bytes += shard.toFile().length();
    }
    assertThat(bytes).isLessThan((long) (2000 * 500 * 8 * 1.02));
  }

  @Test
  void anEmptyFrameGivesADatasetWithItsColumns() {
    writer(Frames.of("system, values", "(0, array(1f))").where("system > 0"))
        .option("samples", "system")
        .option("properties", "n")
        .save(output.toString());

    assertThat(read(output, "values").columns()).containsExactly("_", "system", "n", "value");
    assertThat(read(output, "values").count()).isZero();
  }

  private List<Integer> systems() {
    return read(output, "samples").select("system").orderBy("system").collectAsList().stream()
        .map(row -> row.getInt(0))
        .toList();
  }

  private static Set<Integer> systemsIn(Path shard) throws IOException {
    Set<Integer> systems = new TreeSet<>();
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map = Mts.load(shard, manager)) {
      map.blocks()
          .forEach(
              block -> {
                for (int system : block.samples().column("system")) {
                  systems.add(system);
                }
              });
    }
    return systems;
  }
}
