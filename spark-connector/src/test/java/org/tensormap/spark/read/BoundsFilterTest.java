package org.tensormap.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.spark.SystemMaps;
import org.tensormap.spark.TestSession;

/** Filters on the bounds of tensor maps: what is left out is not read. */
class BoundsFilterTest {
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
        "bounds.system.min >= 20",
        "bounds.system.min > 5 AND bounds.system.max < 35",
        "bounds.system.min = 10 OR bounds.system.max = 39",
        "NOT (bounds.system.min >= 20)",
        "bounds.system.max IN (9, 29, 77)",
        "bounds.system.max NOT IN (9, 29)",
        "bounds.system.min <=> 10",
        "NOT (bounds.system.min <=> 10)",
        "bounds.system.min <=> NULL",
        "NOT (bounds.system.min <=> NULL)",
        "bounds IS NULL",
        "bounds IS NOT NULL",
        "bounds.atom.max = 3 AND bounds.system.min <= 12",
        "bounds.system.min >= -2147483648",
        "bounds.system.max < 3",
        "bounds.system.min + 1 = 11"
      })
  void boundsAreFilteredAsSparkFiltersThem(String filter) {
    for (Dataset<Row> rows :
        List.of(atoms.read("tensormap"), atoms.read(atoms.files(), "tensormap"), grouped())) {
      assertSame(rows.select("bounds", "tensormap"), filter);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bounds.system.min >= 10",
        "NOT (bounds.system.min > 10)",
        "bounds.system.min <=> NULL",
        "NOT (bounds.system.min <=> 11)",
        "bounds IS NULL",
        "bounds IS NOT NULL",
        "bounds.system.max >= -2147483648"
      })
  void aTensorMapWithoutSamplesHasNoBounds(String filter) {
    Path path = directory.resolve("without-samples");
    if (!path.toFile().exists()) {
      SystemMaps.rows(SystemMaps.map(10, 12), SystemMaps.map())
          .write()
          .format("tensormap")
          .save(path.toString());
    }

    Dataset<Row> rows = atoms.read(path, "tensormap").select("bounds", "tensormap");
    assertThat(rows.where("bounds IS NULL").count()).isEqualTo(1);
    assertSame(rows, filter);
  }

  private static void assertSame(Dataset<Row> rows, String filter) {
    Dataset<Row> inMemory = rows.localCheckpoint();
    assertThat(strings(rows.where(filter))).as(filter).isEqualTo(strings(inMemory.where(filter)));
  }

  @Test
  void shardsOutsideOfTheBoundsAreNotOpened() {
    Dataset<Row> wanted = atoms.read("tensormap").where("bounds.system.min >= 20");
    ExecutedQuery filtered = ExecutedQuery.of(wanted.select("tensormap"));
    ExecutedQuery all = ExecutedQuery.of(atoms.read("tensormap").select("tensormap"));

    assertThat(filtered.rows()).hasSize(2);
    assertThat(optimized(filtered))
        .contains("pushed filters [")
        .contains("bounds.system.min >= 20")
        .doesNotContain("Filter (");
    assertThat(filtered.shardsOpened()).isEqualTo(2);
    assertThat(filtered.shardsSkipped()).isEqualTo(2);
    assertThat(filtered.bytesRead()).isLessThan(all.bytesRead() * 6 / 10);
  }

  @Test
  void ofFilesWithoutALogOnlyTheLabelsAreReadToLeaveThemOut() {
    Dataset<Row> files = atoms.read(atoms.files(), "tensormap").select("tensormap");
    ExecutedQuery filtered =
        ExecutedQuery.of(
            atoms
                .read(atoms.files(), "tensormap")
                .where("bounds.system.max = 9")
                .select("tensormap"));

    assertThat(filtered.rows()).hasSize(1);
    assertThat(filtered.shardsOpened()).isEqualTo(4);
    assertThat(filtered.blocksSkipped()).isEqualTo(9);
    assertThat(filtered.bytesRead()).isLessThan(ExecutedQuery.of(files).bytesRead() / 2);
  }

  @Test
  void groupsOutsideOfTheBoundsAreNotRead() {
    Dataset<Row> wanted = grouped().where("bounds.system.min = 25");
    ExecutedQuery filtered = ExecutedQuery.of(wanted.select("tensormap"));
    ExecutedQuery labels = ExecutedQuery.of(wanted.select("bounds"));

    assertThat(filtered.rows()).hasSize(1);
    assertThat(filtered.shardsOpened()).isEqualTo(1);
    long values = 3 * (AtomDataset.ATOMS + 2) * AtomDataset.ROW_BYTES;
    assertThat(filtered.bytesRead() - labels.bytesRead()).isBetween(values, values + 20_000);
  }

  @Test
  void rowsWithBoundsAreCountedInTheLog() {
    ExecutedQuery counted =
        ExecutedQuery.of(
            atoms.read("tensormap").where("bounds.system.max < 30").selectExpr("count(*)"));

    assertThat(counted.rows().get(0).getLong(0)).isEqualTo(3);
    assertThat(counted.scans()).isEmpty();
  }

  @Test
  void shardsWithinBoundsCanBeDeleted() {
    String path = directory.resolve("deleted").toString();
    SystemMaps.append(path, 0, 1, 2);

    spark.sql("DELETE FROM tensormap.`" + path + "`.tensormap WHERE bounds.system.min >= 1");

    assertThat(SystemMaps.systems(spark.read().format("tensormap").load(path))).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gradient IS NULL",
        "gradient IS NOT NULL",
        "gradient = 'positions'",
        "'positions' = gradient",
        "gradient <> 'positions'",
        "gradient = 'cell'",
        "NOT (gradient = 'cell')",
        "gradient <=> NULL",
        "NOT (gradient <=> NULL)",
        "gradient <=> 'positions'",
        "NOT (gradient <=> 'positions')",
        "gradient IN ('positions', 'cell')",
        "gradient NOT IN ('cell', NULL)",
        "gradient IN ('positions', NULL)",
        "gradient IS NULL AND type = 6",
        "(gradient IS NULL AND type = 6) OR (gradient = 'positions' AND type = 8)",
        "gradient LIKE 'pos%'",
        "gradient > 'a'"
      })
  void gradientsAreFilteredAsSparkFiltersThem(String filter) {
    for (Dataset<Row> rows : List.of(atoms.read("blocks"), atoms.read(atoms.files(), "blocks"))) {
      assertSame(rows, filter);
    }
  }

  @Test
  void gradientsThatAreNotWantedAreNotRead() {
    long blocks = (long) AtomDataset.SHARDS * 3 * AtomDataset.BLOCK_ROWS * AtomDataset.ROW_BYTES;
    long gradients = AtomDataset.SHARDS * 3L * 10 * 2 * AtomDataset.ROW_BYTES;

    assertThat(valuesRead("gradient IS NULL")).isBetween(blocks, blocks + 20_000);
    assertThat(valuesRead("gradient = 'positions'")).isBetween(gradients, gradients + 20_000);
    assertThat(valuesRead("true")).isBetween(blocks + gradients, blocks + gradients + 40_000);
  }

  @Test
  void aFilterOnGradientsIsNotEvaluatedAgain() {
    ExecutedQuery filtered = values("gradient IS NULL");

    assertThat(filtered.rows()).hasSize(3 * AtomDataset.SHARDS);
    assertThat(optimized(filtered))
        .contains("pushed filters [gradient IS NULL]")
        .doesNotContain("Filter (");
  }

  @Test
  void aGradientThatNoBlockHasOpensNoShard() {
    ExecutedQuery filtered = values("gradient = 'cell'");

    assertThat(filtered.rows()).isEmpty();
    assertThat(filtered.shardsOpened()).isZero();
    assertThat(filtered.shardsSkipped()).isEqualTo(AtomDataset.SHARDS);
  }

  /** The bytes read beyond those for the metadata. */
  private static long valuesRead(String filter) {
    ExecutedQuery metadata =
        ExecutedQuery.of(atoms.read("blocks").where(filter).select("gradient"));
    return values(filter).bytesRead() - metadata.bytesRead();
  }

  /** The plans behind the analyzed one. */
  private static String optimized(ExecutedQuery query) {
    String explained = query.explained();
    return explained.substring(explained.indexOf("== Optimized Logical Plan =="));
  }

  private static ExecutedQuery values(String filter) {
    return ExecutedQuery.of(atoms.read("blocks").where(filter).select("gradient", "values"));
  }

  private static Dataset<Row> grouped() {
    return spark
        .read()
        .format("tensormap")
        .option("layout", "tensormap")
        .option("groupSize", 1)
        .load(atoms.dataset().toString());
  }

  private static List<String> strings(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(BoundsFilterTest::string).sorted().toList();
  }

  private static String string(Row row) {
    int last = row.size() - 1;
    return row.get(last) instanceof byte[] bytes
        ? row.get(0) + " " + Arrays.hashCode(bytes)
        : row.toString();
  }
}
