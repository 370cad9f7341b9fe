package org.tensormap.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;

/** What a join finds out on its other side reaches the scan. */
class JoinTest {
  private static SparkSession spark;
  private static AtomDataset atoms;

  @TempDir static Path directory;

  @BeforeAll
  static void writeShards() throws IOException {
    spark = TestSession.get().newSession();
    atoms = AtomDataset.write(spark, directory);
    spark
        .sql("SELECT id AS system, id % 3 AS fold FROM range(0, 40)")
        .selectExpr("cast(system AS int) system", "fold")
        .write()
        .parquet(directory.resolve("folds").toString());
    spark
        .sql("SELECT * FROM VALUES (1, 'H'), (6, 'C'), (8, 'O') AS t(type, symbol)")
        .write()
        .parquet(directory.resolve("elements").toString());
  }

  @Test
  void aJoinOnSamplesReadsOnlyThoseOfTheOtherSide() {
    Dataset<Row> chosen =
        spark
            .read()
            .parquet(directory.resolve("folds").toString())
            .where("fold = 2 AND system < 9");
    ExecutedQuery joined =
        ExecutedQuery.of(
            atoms.read("samples").join(chosen, "system").select("system", "type", "values"));

    assertThat(joined.explained()).contains("dynamicpruning");
    assertThat(joined.rows()).hasSize(3 * 3 * AtomDataset.ATOMS);
    assertThat(joined.shardsOpened()).isEqualTo(1);
    assertThat(joined.shardsSkipped()).isEqualTo(3);
    assertThat(joined.bytesRead())
        .isLessThan(3 * 3 * AtomDataset.ATOMS * AtomDataset.ROW_BYTES + 80_000);
  }

  @Test
  void aJoinOnKeysReadsOnlyTheirBlocks() {
    Dataset<Row> carbon =
        spark.read().parquet(directory.resolve("elements").toString()).where("symbol = 'C'");
    ExecutedQuery joined =
        ExecutedQuery.of(atoms.read("samples").join(carbon, "type").select("system", "values"));

    assertThat(joined.explained()).contains("dynamicpruning");
    assertThat(joined.rows()).hasSize(AtomDataset.SHARDS * AtomDataset.BLOCK_ROWS);
    assertThat(joined.blocksSkipped()).isEqualTo(2L * AtomDataset.SHARDS);
  }

  @Test
  void aJoinThatFindsNothingOpensNoShard() {
    Dataset<Row> none =
        spark.read().parquet(directory.resolve("elements").toString()).where("symbol = 'X'");
    ExecutedQuery joined =
        ExecutedQuery.of(atoms.read("samples").join(none, "type").select("system", "values"));

    assertThat(joined.rows()).isEmpty();
    assertThat(joined.bytesRead()).isZero();
  }
}
