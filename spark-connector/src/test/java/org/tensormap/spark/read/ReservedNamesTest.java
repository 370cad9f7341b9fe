package org.tensormap.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;

/** Dimensions whose names are reserved words of SQL, in a session that reserves them. */
class ReservedNamesTest {
  @TempDir Path directory;
  private SparkSession spark;
  private String path;

  @BeforeEach
  void writeDataset() {
    spark = TestSession.get().newSession();
    spark.conf().set("spark.sql.ansi.enabled", true);
    spark.conf().set("spark.sql.ansi.enforceReservedKeywords", true);
    path = directory.resolve("dataset").toString();
    spark
        .range(12)
        .selectExpr("INT(id % 2) AS `order`", "INT(id) AS `user`", "array(DOUBLE(id)) AS `values`")
        .write()
        .format("tensormap")
        .option("keys", "order")
        .option("samples", "user")
        .option("properties", "table")
        .save(path);
  }

  @Test
  void theyAreReadFilteredAndJoined() {
    Dataset<Row> few = read().where("`user` IN (3, 4)").selectExpr("`user`", "`order`");
    Dataset<Row> joined = read().join(few, new String[] {"user", "order"});

    assertThat(joined.select("user").collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactlyInAnyOrder(3, 4);
    assertThat(read().groupBy("order").count().collectAsList())
        .allSatisfy(row -> assertThat(row.getLong(1)).isEqualTo(6))
        .hasSize(2);
  }

  @Test
  void theyCanBeWhatShardsAreGroupedBy() {
    spark.conf().set("spark.sql.sources.v2.bucketing.enabled", true);
    Dataset<Row> grouped =
        spark
            .read()
            .format("tensormap")
            .option("preserveDataGrouping", true)
            .load(path)
            .groupBy("user")
            .count();

    assertThat(grouped.collectAsList()).hasSize(12);
  }

  private Dataset<Row> read() {
    return spark.read().format("tensormap").load(path);
  }
}
