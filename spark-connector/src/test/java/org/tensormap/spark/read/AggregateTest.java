package org.tensormap.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.TestSession;

/** Aggregates that are looked up in the log, and those that can not be. */
class AggregateTest {
  private static SparkSession spark;
  private static AtomDataset atoms;

  @TempDir static Path directory;

  @BeforeAll
  static void writeShards() throws IOException {
    spark = TestSession.get().newSession();
    atoms = AtomDataset.write(spark, directory);
  }

  @Test
  void rowsAreCountedInTheLog() {
    int rows = AtomDataset.SHARDS * 3 * AtomDataset.BLOCK_ROWS;

    assertFromLog(atoms.read("samples").agg(functions.count("*")), RowFactory.create((long) rows));
    assertFromLog(
        atoms.read("samples").selectExpr("count(values)", "count(atom)"),
        RowFactory.create((long) rows, (long) rows));
    assertFromLog(
        atoms.read("values").selectExpr("count(*)"),
        RowFactory.create((long) rows * AtomDataset.COMPONENTS * AtomDataset.PROPERTIES));
    assertFromLog(atoms.read("tensormap").selectExpr("count(*)"), RowFactory.create(4L));
  }

  @Test
  void theLeastAndGreatestLabelsAreInTheLog() {
    assertFromLog(
        atoms
            .read("samples")
            .selectExpr("min(type)", "max(TYPE)", "min(system)", "max(system)", "max(atom)"),
        RowFactory.create(1, 8, 0, 39, 3));
  }

  @Test
  void aFilterThatWholeShardsMeetOrDoNotIsNoObstacle() {
    assertFromLog(
        atoms.read("samples").where("system >= 20").selectExpr("count(*)", "min(system)"),
        RowFactory.create(2L * 3 * AtomDataset.BLOCK_ROWS, 20));
    assertFromLog(
        atoms
            .read("samples")
            .where("system > 100")
            .selectExpr("count(*)", "min(system)", "max(type)"),
        RowFactory.create(0L, null, null));
  }

  @Test
  void whatTheLogDoesNotKnowIsRead() {
    int block = AtomDataset.BLOCK_ROWS;
    assertRead(
        atoms.read("samples").where("system >= 5").selectExpr("count(*)"),
        RowFactory.create(3L * (AtomDataset.SHARDS * block - 5 * AtomDataset.ATOMS)));
    assertRead(
        atoms.read("samples").where("type = 6").selectExpr("count(*)"),
        RowFactory.create((long) AtomDataset.SHARDS * block));
    assertRead(
        atoms.read("samples").where("values[0] > 0").selectExpr("min(system)"),
        RowFactory.create(0));
    assertRead(atoms.read("samples").selectExpr("count(DISTINCT system)"), RowFactory.create(40L));
    assertRead(atoms.read("samples").selectExpr("avg(atom)"), RowFactory.create(1.5));
    assertRead(atoms.read("values").selectExpr("max(n)"), RowFactory.create(7));
    assertRead(
        atoms.read(atoms.files(), "samples").selectExpr("count(*)"),
        RowFactory.create((long) AtomDataset.SHARDS * 3 * block));
    assertThat(atoms.read("samples").groupBy("type").count().orderBy("type").collectAsList())
        .containsExactly(
            RowFactory.create(1, 4L * block),
            RowFactory.create(6, 4L * block),
            RowFactory.create(8, 4L * block));
    assertRead(atoms.read("tensormap").selectExpr("count(bounds)"), RowFactory.create(4L));
  }

  @Test
  void theKeyOfABlockWithoutSamplesIsInNoRow() throws IOException {
    Path dataset = directory.resolve("empty-block");
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map =
            new TensorMap(
                new Labels(List.of("type"), new int[] {1, 6, 8}),
                List.of(block(manager, 0), block(manager, 2), block(manager, 0)))) {
      byte[] bytes = TensorMapBinary.encode(map);
      spark
          .range(1)
          .select(functions.lit(bytes).as("tensormap"))
          .write()
          .format("tensormap")
          .save(dataset.toString());
    }

    assertFromLog(
        atoms.read(dataset, "samples").selectExpr("min(type)", "max(type)", "count(*)"),
        RowFactory.create(6, 6, 2L));
  }

  @Test
  void filesToBeIgnoredAreNotCounted() {
    Dataset<Row> count =
        spark
            .read()
            .format("tensormap")
            .option("ignoreMissingFiles", true)
            .load(atoms.dataset().toString())
            .selectExpr("count(*)");

    assertRead(count, RowFactory.create(4L * 3 * AtomDataset.BLOCK_ROWS));
  }

  private static TensorBlock block(HostNDManager manager, int samples) {
    return new TensorBlock(
        manager.create(new Shape(samples, 1), DataType.FLOAT64),
        Labels.range("system", samples),
        List.of(),
        Labels.range("property", 1));
  }

  private static void assertFromLog(Dataset<Row> query, Row expected) {
    ExecutedQuery executed = ExecutedQuery.of(query);
    assertThat(executed.rows()).containsExactly(expected);
    assertThat(executed.explained()).contains("LocalTableScan");
    assertThat(executed.scans()).isEmpty();
  }

  private static void assertRead(Dataset<Row> query, Row expected) {
    ExecutedQuery executed = ExecutedQuery.of(query);
    assertThat(executed.rows()).containsExactly(expected);
    assertThat(executed.scans()).isNotEmpty();
    assertThat(executed.bytesRead()).isPositive();
  }
}
