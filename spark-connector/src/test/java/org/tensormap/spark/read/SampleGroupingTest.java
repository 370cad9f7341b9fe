package org.tensormap.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TestSession;

/** Shards that are cut into groups of samples. */
class SampleGroupingTest {
  private static SparkSession spark;
  private static AtomDataset atoms;

  @TempDir static Path directory;

  @BeforeAll
  static void writeShards() throws IOException {
    spark = TestSession.get().newSession();
    atoms = AtomDataset.write(spark, directory);
  }

  @Test
  void eachGroupHasTheSamplesOfItsLabelsInEveryBlock() {
    List<Row> groups =
        read(Map.of("groupBy", "system", "groupSize", "4"))
            .orderBy("bounds.system.min")
            .collectAsList();

    assertThat(groups).hasSize(AtomDataset.SHARDS * 3);
    assertThat(groups.subList(0, 4))
        .extracting(row -> row.getStruct(1).getStruct(0).toString())
        .containsExactly("[0,3]", "[4,7]", "[8,9]", "[10,13]");
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap whole = AtomDataset.map(manager, 0);
        TensorMap group = TensorMapBinary.decode((byte[]) groups.get(1).get(0), manager)) {
      assertThat(group.keys()).isEqualTo(whole.keys());
      for (int i = 0; i < whole.size(); i++) {
        int[] rows = IntStream.range(16, 32).toArray();
        assertRows(group.block(i), whole.block(i), rows);
        TensorBlock gradient = group.block(i).gradient("positions");
        assertThat(gradient.samples())
            .isEqualTo(
                new Labels(
                    List.of("sample", "neighbor"), new int[][] {{0, 1}, {4, 2}, {8, 0}, {12, 1}}));
        int perRow = 2 * AtomDataset.COMPONENTS * AtomDataset.PROPERTIES;
        assertThat(gradient.values().toDoubleArray())
            .containsExactly(
                java.util.Arrays.copyOfRange(
                    whole.block(i).gradient("positions").values().toDoubleArray(),
                    4 * perRow,
                    8 * perRow));
      }
    }
  }

  @Test
  void groupsByTwoDimensionsNeedNotBeBehindEachOther() {
    List<Row> groups = read(Map.of("groupBy", "atom")).collectAsList();

    assertThat(groups).hasSize(AtomDataset.SHARDS * AtomDataset.ATOMS);
    assertThat(groups)
        .allMatch(
            row ->
                row.getStruct(1).getStruct(1).getInt(0) == row.getStruct(1).getStruct(1).getInt(1));
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap whole = AtomDataset.map(manager, 0);
        TensorMap group =
            TensorMapBinary.decode(
                (byte[])
                    read(Map.of("groupBy", "atom"))
                        .where("bounds.system.min = 0 AND bounds.atom.min = 2")
                        .head()
                        .get(0),
                manager)) {
      assertRows(
          group.block(0),
          whole.block(0),
          IntStream.range(0, 10).map(system -> 4 * system + 2).toArray());
    }
    assertThat(read(Map.of("groupBy", "system, atom", "groupSize", "40")).count())
        .isEqualTo(AtomDataset.SHARDS);
  }

  @Test
  void aSizeAloneGroupsByTheLeadingDimension() {
    assertThat(read(Map.of("groupSize", "5")).count()).isEqualTo(2 * AtomDataset.SHARDS);
    assertThat(read(Map.of("groupSize", "1000000")).count()).isEqualTo(AtomDataset.SHARDS);
  }

  @Test
  void aShardIsCutIntoGroupsForSeveralTasks() {
    spark.conf().set("spark.sql.files.maxPartitionBytes", "50kb");
    spark.conf().set("spark.sql.files.openCostInBytes", "1kb");
    try {
      Dataset<Row> groups = read(Map.of("groupSize", "1"));
      assertThat(groups.javaRDD().getNumPartitions()).isGreaterThan(2 * AtomDataset.SHARDS);
      assertThat(groups.selectExpr("bounds.system.min").distinct().count()).isEqualTo(40);
      assertThat(groups.count()).isEqualTo(40);
    } finally {
      spark.conf().unset("spark.sql.files.maxPartitionBytes");
      spark.conf().unset("spark.sql.files.openCostInBytes");
    }
  }

  @Test
  void boundsAloneAreToldWithoutReadingValues() {
    ExecutedQuery bounds =
        ExecutedQuery.of(read(Map.of("groupSize", "1")).selectExpr("bounds.system.max"));

    assertThat(bounds.rows()).hasSize(40);
    assertThat(bounds.explained()).contains("groups of 1 [system]");
    assertThat(bounds.bytesRead()).isLessThan(AtomDataset.SHARDS * 90_000L);
  }

  @Test
  void whatMakesNoGroupsIsRefused() {
    assertThatThrownBy(() -> read(Map.of("groupBy", "molecule")).collectAsList())
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("'molecule'")
        .hasMessageContaining("[system, atom]");
    for (String size : List.of("0", "-1", "many", "99999999999")) {
      assertThatThrownBy(() -> read(Map.of("groupSize", size)).collectAsList())
          .isInstanceOf(TensorMapException.class)
          .hasMessageContaining("groupSize")
          .hasMessageContaining(size);
    }
    assertThatThrownBy(
            () ->
                spark
                    .read()
                    .format("tensormap")
                    .option("groupSize", 3)
                    .load(atoms.dataset().toString())
                    .collectAsList())
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("'samples'");
  }

  private static void assertRows(TensorBlock actual, TensorBlock whole, int[] rows) {
    int length = AtomDataset.COMPONENTS * AtomDataset.PROPERTIES;
    double[] all = whole.values().toDoubleArray();
    double[] expected = new double[rows.length * length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(all, rows[i] * length, expected, i * length, length);
    }
    assertThat(actual.samples()).isEqualTo(whole.samples().entries(rows));
    assertThat(actual.components()).isEqualTo(whole.components());
    assertThat(actual.properties()).isEqualTo(whole.properties());
    assertThat(actual.values().toDoubleArray()).containsExactly(expected);
  }

  private static Dataset<Row> read(Map<String, String> options) {
    return spark
        .read()
        .format("tensormap")
        .option("layout", "tensormap")
        .options(options)
        .load(atoms.dataset().toString());
  }
}
