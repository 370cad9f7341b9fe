package org.tensormap.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.spark.TestSession;

/** What filters give is compared with what Spark's own filters give on the same rows. */
class FilterTest {
  /** The tables that were read whole, by their columns: the dataset and the files have the same. */
  private static final Map<List<String>, Dataset<Row>> IN_MEMORY = new HashMap<>();

  private static SparkSession spark;
  private static AtomDataset atoms;

  @TempDir static Path directory;

  @BeforeAll
  static void writeShards() throws IOException {
    spark = TestSession.get().newSession();
    spark.conf().set("spark.sql.codegen.wholeStage", false);
    spark.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    atoms = AtomDataset.write(spark, directory);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type = 6",
        "6 = type",
        "TYPE <=> 6",
        "type <> 6",
        "type != 6 AND type < 8",
        "type IN (1, 8, 77)",
        "type NOT IN (1, 8)",
        "type IN (1, NULL)",
        "type NOT IN (1, NULL)",
        "system = 30",
        "system = 30 AND atom = 3 AND type = 8",
        "system >= 19 AND system <= 21",
        "20 > system AND NOT (system < 19)",
        "system < 3 OR system > 37 OR atom = 2",
        "NOT (system > 3 AND atom > 0)",
        "NOT (system > 3 OR atom > 0)",
        "(type = 1 AND system = 3) OR (type = 6 AND atom = 2)",
        "system = -1",
        "system = 5000000000",
        "system < 5000000000",
        "system > 29.5D AND atom <= 0.5",
        "system IS NOT NULL AND atom = 1",
        "system IS NULL",
        "system = NULL",
        "system <=> NULL",
        "NOT (system <=> NULL) AND atom = 2",
        "system = NULL OR atom = 4",
        "NOT (system = NULL AND atom = 4)",
        "false",
        "true",
        "system IN (1, 2, 3, 12, 13, 20, 21, 29, 30, 31, 38, 100)",
        "system NOT IN (1, 2, 3, 12, 13, 20, 21, 29, 30, 31, 38, 100)"
      })
  void labelsOfSamplesAreFilteredExactlyAndNotAgainBySpark(String filter) {
    ExecutedQuery filtered = same(atoms.read("samples"), filter);

    assertThat(filtered.explained()).doesNotContain("+- Filter (");
  }

  @Test
  void filesWithoutALogAreFilteredAsExactly() {
    for (String filter : List.of("type = 6", "system = 30 AND atom = 3", "type = 7")) {
      ExecutedQuery filtered = same(atoms.read(atoms.files(), "samples"), filter);

      assertThat(filtered.explained()).doesNotContain("+- Filter (");
      assertThat(filtered.shardsOpened()).isEqualTo(AtomDataset.SHARDS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n = 3 AND l = 5",
        "n = 3 OR l = 5",
        "xyz = 1",
        "xyz IN (0, 2) AND n = 7 AND atom = 1 AND type = 6",
        "NOT (n > 0) AND system BETWEEN 15 AND 25",
        "n = 9",
        "xyz = 5",
        "(type = 1 AND n = 2) OR (type = 6 AND n = 3)"
      })
  void labelsOfSingleValuesAreFilteredExactlyAndNotAgainBySpark(String filter) {
    ExecutedQuery filtered = same(atoms.read("values"), filter);

    assertThat(filtered.explained()).doesNotContain("+- Filter (");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "value > 1000.01 AND n = 1",
        "n = 1 OR atom = 2",
        "system + 1 = 3",
        "system % 2 = 0 AND type = 1",
        "(type = 1 AND value < 3) OR n = 0"
      })
  void whatCanNotBePushedIsLeftToSpark(String filter) {
    ExecutedQuery filtered = same(atoms.read("values"), filter);

    assertThat(filtered.explained()).contains("Filter (");
  }

  @Test
  void rowsOfGradientsAreFilteredByTheSamplesTheyBelongToAndByTheirOwn() {
    for (String layout : List.of("samples", "values")) {
      for (String filter :
          List.of("system = 30", "neighbor = 2", "system > 15 AND neighbor < 2 AND type = 1")) {
        Dataset<Row> rows =
            spark
                .read()
                .format("tensormap")
                .option("layout", layout)
                .option("gradient", "positions")
                .load(atoms.dataset().toString());
        ExecutedQuery filtered = same(rows, filter);
        assertThat(filtered.explained()).doesNotContain("+- Filter (");
        assertThat(filtered.rows()).isNotEmpty();
      }
    }
  }

  @Test
  void blocksAreFilteredByTheirKey() {
    String filter = "type IN (6, 8) AND type > 6 AND gradient IS NULL";
    ExecutedQuery filtered = same(atoms.read("blocks").select("type", "gradient", "shape"), filter);

    assertThat(filtered.rows()).hasSize(AtomDataset.SHARDS);
    assertThat(filtered.blocksSkipped()).isEqualTo(2L * AtomDataset.SHARDS);
  }

  @Test
  void aFilterOnKeysLeavesOutWholeBlocks() {
    ExecutedQuery filtered = ExecutedQuery.of(atoms.read("samples").where("type = 6"));

    assertThat(filtered.explained()).contains("pushed filters [type = 6]");
    assertThat(filtered.blocksSkipped()).isEqualTo(2L * AtomDataset.SHARDS);
    long wanted = AtomDataset.SHARDS * AtomDataset.BLOCK_ROWS * AtomDataset.ROW_BYTES;
    assertThat(valuesRead(atoms.read("samples").where("type = 6")))
        .isBetween(wanted, wanted + 10_000);
  }

  @Test
  void aFilterOnSamplesOpensOnlyTheShardsThatHaveThemAndReadsOnlyTheirValues() {
    ExecutedQuery filtered =
        ExecutedQuery.of(atoms.read("samples").where("system = 30 AND type = 1"));

    assertThat(filtered.explained()).contains("pushed filters [system = 30, type = 1]");
    assertThat(filtered.rows()).hasSize(AtomDataset.ATOMS);
    assertThat(filtered.shardsOpened()).isEqualTo(1);
    assertThat(filtered.shardsSkipped()).isEqualTo(3);
    long wanted = AtomDataset.ATOMS * AtomDataset.ROW_BYTES;
    assertThat(valuesRead(atoms.read("samples").where("system = 30 AND type = 1")))
        .isBetween(wanted, wanted + 1_000);
  }

  @Test
  void aShardWithoutTheKeyIsNotOpened() {
    ExecutedQuery filtered = ExecutedQuery.of(atoms.read("samples").where("type = 7"));

    assertThat(filtered.rows()).isEmpty();
    assertThat(filtered.shardsOpened()).isZero();
    assertThat(filtered.bytesRead()).isZero();
  }

  @Test
  void aFilterOnPropertiesReadsOnlyTheirColumnOfTheArrays() {
    long values = (long) AtomDataset.SHARDS * 3 * AtomDataset.BLOCK_ROWS;

    Dataset<Row> filtered = atoms.read("values").where("n = 3 AND l = 5 AND xyz = 2");

    assertThat(filtered.count()).isEqualTo(values);
    assertThat(valuesRead(filtered)).isBetween(8 * values, 8 * values + 10_000);
  }

  @Test
  void unreadColumnsAreNotReadFromDisk() {
    ExecutedQuery labels = ExecutedQuery.of(atoms.read("samples").select("system"));

    assertThat(labels.rows()).hasSize(AtomDataset.SHARDS * 3 * AtomDataset.BLOCK_ROWS);
    assertThat(labels.bytesRead()).isPositive().isLessThan(AtomDataset.SHARDS * 80_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "values[3]",
        "values[3] * element_at(values, -1) + values[100]",
        "CASE WHEN values[191] > 2000 THEN values[0] END",
        "system + values[7]",
        "values[system]",
        "size(values)"
      })
  void elementsOfArraysAreThoseOfWholeArrays(String element) {
    String sum = "sum(bigint(1e5 * (" + element + ")))";
    String filter = "type != 8 AND values[5] > 1000";
    SparkSession compiled = spark.newSession();
    Row expected = atoms.read("samples").localCheckpoint().where(filter).selectExpr(sum).head();

    assertThat(atoms.read("samples").where(filter).selectExpr(sum).head()).isEqualTo(expected);
    assertThat(
            compiled
                .read()
                .format("tensormap")
                .load(atoms.dataset().toString())
                .where(filter)
                .selectExpr(sum)
                .head())
        .isEqualTo(expected);
  }

  @Test
  void elementsOfArraysAreReadWithoutTheRest() {
    long rows = (long) AtomDataset.SHARDS * 3 * AtomDataset.BLOCK_ROWS;
    Dataset<Row> samples = atoms.read("samples");

    ExecutedQuery none = ExecutedQuery.of(samples.selectExpr("sum(size(values))"));
    ExecutedQuery two =
        ExecutedQuery.of(samples.where("values[3] > -1").selectExpr("sum(values[190])"));
    ExecutedQuery any = ExecutedQuery.of(samples.selectExpr("sum(values[system])"));

    assertThat(none.explained()).contains("elements []");
    assertThat(two.explained()).contains("elements [3, 190]");
    assertThat(two.bytesRead() - none.bytesRead()).isBetween(2 * 8 * rows, 2 * 8 * rows + 10_000);
    assertThat(any.explained()).contains("vectors, columns [system, values], pushed");
    assertThat(any.bytesRead()).isGreaterThan(AtomDataset.ROW_BYTES * rows);
  }

  @Test
  void aLimitReadsOnlyAsManyRows() {
    ExecutedQuery limited = ExecutedQuery.of(atoms.read("samples").limit(5));

    assertThat(limited.rows()).hasSize(5);
    assertThat(limited.explained()).contains("pushed limit 5");
    assertThat(limited.shardsOpened()).isEqualTo(1);
    assertThat(limited.bytesRead()).isLessThan(5 * AtomDataset.ROW_BYTES + 80_000);
    assertThat(atoms.read("samples").where("system = 30").limit(3).collectAsList())
        .hasSize(3)
        .allMatch(row -> row.getInt(1) == 30);
    assertThat(atoms.read("values").limit(70).collectAsList()).hasSize(70);
    assertThat(atoms.read("samples").limit(0).collectAsList()).isEmpty();
    assertThat(atoms.read("samples").where("values[0] > 2000").limit(7).collectAsList()).hasSize(7);
    assertThat(atoms.read("samples").limit(2_000_000).collectAsList())
        .hasSize(AtomDataset.SHARDS * 3 * AtomDataset.BLOCK_ROWS);
  }

  @Test
  void cutShardsGiveTheSameFilteredRows() {
    SparkSession small = spark.newSession();
    small.conf().set("spark.sql.files.maxPartitionBytes", "8kb");
    small.conf().set("spark.sql.files.openCostInBytes", "1kb");
    Dataset<Row> cut =
        small.read().format("tensormap").load(atoms.dataset().toString()).where("atom = 3");

    assertThat(cut.javaRDD().getNumPartitions()).isGreaterThan(50);
    assertThat(strings(cut.collectAsList()))
        .containsExactlyElementsOf(strings(same(atoms.read("samples"), "atom = 3").rows()));
  }

  /** The bytes read beyond those for the labels alone. */
  private static long valuesRead(Dataset<Row> query) {
    long labels = ExecutedQuery.of(query.drop("values", "value")).bytesRead();
    return ExecutedQuery.of(query).bytesRead() - labels;
  }

  /** The filtered rows, which are those that Spark finds in memory. */
  private static ExecutedQuery same(Dataset<Row> rows, String filter) {
    ExecutedQuery filtered = ExecutedQuery.of(rows.where(filter));
    List<Row> expected = inMemory(rows).where(filter).collectAsList();
    assertThat(strings(filtered.rows())).as(filter).isEqualTo(strings(expected));
    return filtered;
  }

  private static Dataset<Row> inMemory(Dataset<Row> rows) {
    return IN_MEMORY.computeIfAbsent(List.of(rows.columns()), name -> rows.localCheckpoint());
  }

  private static List<String> strings(List<Row> rows) {
    return rows.stream().map(Row::toString).sorted().toList();
  }
}
