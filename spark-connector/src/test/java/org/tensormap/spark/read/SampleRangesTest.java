package org.tensormap.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;

/** Joins of datasets on the leading sample dimension, along which they are sharded. */
class SampleRangesTest {
  private static SparkSession spark;
  private static AtomDataset atoms;

  @TempDir static Path directory;

  @BeforeAll
  static void writeShards() throws IOException {
    spark = TestSession.get().newSession();
    spark.conf().set("spark.sql.autoBroadcastJoinThreshold", -1);
    spark.conf().set("spark.sql.adaptive.enabled", false);
    atoms = AtomDataset.write(spark, directory);
    copy("alike", "true");
    copy("half", "bounds.system.min < 20");
    copy("twice", "true");
    copy("twice", "true");
  }

  @Test
  void datasetsThatAreShardedAlikeAreJoinedWithoutAShuffle() {
    assumeSparkUsesTheRanges();

    ExecutedQuery joined = ExecutedQuery.of(join("alike", true));

    assertThat(joined.explained())
        .contains("grouped by 4 ranges of samples")
        .doesNotContain("Exchange");
    assertThat(joined.rows())
        .containsExactlyInAnyOrderElementsOf(join("alike", false).collectAsList());
    assertThat(ExecutedQuery.of(join("alike", false)).explained()).contains("Exchange");
  }

  @Test
  void shardsWithTheSameSamplesAreReadTogether() {
    assumeSparkUsesTheRanges();

    ExecutedQuery joined = ExecutedQuery.of(join("twice", true));

    assertThat(joined.explained()).doesNotContain("Exchange");
    assertThat(joined.rows())
        .containsExactlyInAnyOrderElementsOf(join("twice", false).collectAsList());
  }

  @Test
  void datasetsThatAreShardedInAnotherWayAreShuffled() {
    ExecutedQuery joined = ExecutedQuery.of(join("half", true));

    assertThat(joined.explained()).contains("Exchange");
    assertThat(joined.rows())
        .containsExactlyInAnyOrderElementsOf(join("half", false).collectAsList());
  }

  @Test
  void aFilterOnOneSideChangesNothing() {
    assumeSparkUsesTheRanges();

    Dataset<Row> filtered = join("alike", true).where("system BETWEEN 5 AND 25");

    ExecutedQuery joined = ExecutedQuery.of(filtered);
    assertThat(joined.explained()).doesNotContain("Exchange");
    assertThat(joined.rows()).hasSize(21);
    assertThat(joined.shardsOpened()).isEqualTo(6);
  }

  @Test
  void shardsThatAreCutAreStillJoinedWhole() {
    spark.conf().set("spark.sql.files.maxPartitionBytes", "50kb");
    spark.conf().set("spark.sql.files.openCostInBytes", "1kb");
    try {
      assertThat(join("alike", true).collectAsList())
          .containsExactlyInAnyOrderElementsOf(join("alike", false).collectAsList());
    } finally {
      spark.conf().unset("spark.sql.files.maxPartitionBytes");
      spark.conf().unset("spark.sql.files.openCostInBytes");
    }
  }

  @Test
  void aGroupingBySamplesNeedsNoShuffleEither() {
    assumeSparkUsesTheRanges();

    ExecutedQuery grouped = ExecutedQuery.of(read("dataset", true).groupBy("system").count());

    assertThat(grouped.rows()).hasSize(40).allMatch(row -> row.getLong(1) == 12);
    assertThat(grouped.explained()).doesNotContain("Exchange");
  }

  @Test
  void theFunctionGivesTheRangeOfEverySample() throws Exception {
    SampleRangeFunction function =
        (SampleRangeFunction) SampleRanges.function("sample_range_-5_0_10").orElseThrow();

    assertThat(function.bind(new StructType().add("system", DataTypes.IntegerType)))
        .isSameAs(function);
    int[] samples = {Integer.MIN_VALUE, -6, -5, -1, 0, 9, 10, Integer.MAX_VALUE};
    int[] expected = {0, 0, 1, 1, 2, 2, 3, 3};
    for (int i = 0; i < samples.length; i++) {
      InternalRow row = new GenericInternalRow(new Object[] {samples[i]});
      assertThat(function.produceResult(row)).isEqualTo(expected[i]);
    }
    assertThatThrownBy(() -> function.bind(new StructType().add("system", DataTypes.LongType)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(SampleRanges.function("sample_range_")).isEmpty();
    assertThat(SampleRanges.function("sample_range_9999999999")).isEmpty();
    assertThat(SampleRanges.function("tm_print")).isEmpty();
  }

  private static void assumeSparkUsesTheRanges() {
    assumeFalse(
        spark.version().startsWith("4.0."),
        "Spark 4.0 shuffles datasets that are sharded alike nevertheless; 4.1 does not");
  }

  private static Dataset<Row> join(String other, boolean preserve) {
    Dataset<Row> left = read("dataset", preserve).where("type = 1 AND atom = 0");
    Dataset<Row> right =
        read(other, preserve).where("type = 6 AND atom = 1").withColumnRenamed("values", "others");
    return left.join(right, "system").selectExpr("system", "values[0] + others[1]");
  }

  private static Dataset<Row> read(String name, boolean preserve) {
    return spark
        .read()
        .format("tensormap")
        .option("preserveDataGrouping", preserve)
        .load(directory.resolve(name).toString());
  }

  private static void copy(String name, String shards) {
    atoms
        .read(atoms.files(), "tensormap")
        .where(shards)
        .select("tensormap")
        .write()
        .format("tensormap")
        .mode("append")
        .save(directory.resolve(name).toString());
  }
}
