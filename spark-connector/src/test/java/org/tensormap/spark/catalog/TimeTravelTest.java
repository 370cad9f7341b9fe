package org.tensormap.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.spark.SystemMaps.append;
import static org.tensormap.spark.SystemMaps.systems;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.Molecules;
import org.tensormap.spark.TestSession;

class TimeTravelTest {
  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;
  private String path;
  private String table;

  @BeforeEach
  void writeTwoVersions() {
    path = directory.resolve("data set").toString();
    table = "tensormap.`" + path + "`";
    append(path, 0, 1);
    append(path, 2);
  }

  @Test
  void aVersionIsChosenByItsNumberInSql() {
    assertThat(systems(spark.sql("SELECT * FROM " + table + " VERSION AS OF 0")))
        .containsExactly(0, 1);
    assertThat(systems(spark.sql("SELECT * FROM " + table + " VERSION AS OF 1")))
        .containsExactly(0, 1, 2);
    assertThat(
            spark
                .sql("SELECT * FROM " + table + " VERSION AS OF 0 WITH (layout = 'values')")
                .count())
        .isEqualTo(4);
    assertThat(spark.sql("SELECT * FROM " + table + ".tensormap VERSION AS OF 0").count())
        .isEqualTo(2);
  }

  @Test
  void aVersionIsChosenByTimeInSql() {
    Timestamp first = timestamps().get(0);
    Timestamp second = timestamps().get(1);

    assertThat(systems(spark.sql("SELECT * FROM " + table + " TIMESTAMP AS OF '" + first + "'")))
        .containsExactly(0, 1);
    assertThat(systems(spark.sql("SELECT * FROM " + table + " TIMESTAMP AS OF '" + second + "'")))
        .containsExactly(0, 1, 2);
    assertThat(systems(spark.sql("SELECT * FROM " + table + " TIMESTAMP AS OF now()")))
        .containsExactly(0, 1, 2);
    assertThatThrownBy(() -> spark.sql("SELECT * FROM " + table + " TIMESTAMP AS OF '2001-01-01'"))
        .hasMessageContaining("TENSORMAP_VERSION_NOT_FOUND")
        .hasMessageContaining("version 0");
  }

  @Test
  void optionsChooseAVersionToo() {
    assertThat(systems(spark.read().format("tensormap").option("versionAsOf", 0).load(path)))
        .containsExactly(0, 1);
    assertThat(
            systems(
                spark
                    .read()
                    .format("tensormap")
                    .option("timestampAsOf", timestamps().get(0).toString())
                    .load(path)))
        .containsExactly(0, 1);
    assertThat(systems(spark.sql("SELECT * FROM " + table + " WITH (versionAsOf = 0)")))
        .containsExactly(0, 1);
    assertThat(
            spark
                .sql("SELECT * FROM " + table + " WITH (versionAsOf = 0, layout = 'values')")
                .count())
        .isEqualTo(4);
  }

  @Test
  void versionsThatAreNotThereAreRefusedWithThoseThatAre() {
    for (String version : List.of("2", "-1")) {
      assertThatThrownBy(
              () -> spark.read().format("tensormap").option("versionAsOf", version).load(path))
          .as(version)
          .hasMessageContaining("TENSORMAP_VERSION_NOT_FOUND")
          .hasMessageContaining("versions 0 to 1");
    }
    assertThatThrownBy(() -> spark.sql("SELECT * FROM " + table + " VERSION AS OF 'first'"))
        .hasMessageContaining("TENSORMAP_VERSION_NOT_FOUND")
        .hasMessageContaining("'first'");
    assertThatThrownBy(
            () ->
                spark.sql("SELECT * FROM tensormap.`" + Molecules.features() + "` VERSION AS OF 0"))
        .hasMessageContaining("TENSORMAP_NOT_A_DATASET");
    assertThatThrownBy(
            () -> spark.sql("SELECT * FROM tensormap.`" + path + "-absent` VERSION AS OF 0"))
        .hasMessageContaining("TENSORMAP_PATH_NOT_FOUND");
  }

  @Test
  void twoVersionsAreReadInOneQuery() {
    assertThat(
            spark
                .sql(
                    "SELECT system FROM "
                        + table
                        + " EXCEPT SELECT system FROM "
                        + table
                        + " VERSION AS OF 0")
                .collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactly(2);
  }

  @Test
  void theLogIsReadAsTables() {
    List<Row> history =
        spark
            .sql(
                "SELECT version, operation, shards_added, shards_removed, shards, rows FROM "
                    + table
                    + ".history ORDER BY version")
            .collectAsList();
    assertThat(history)
        .extracting(Row::toString)
        .containsExactly("[0,append,2,0,2,2]", "[1,append,1,0,3,3]");

    assertThat(
            spark
                .sql("SELECT sum(rows), max(bounds['system'].max) FROM " + table + ".shards")
                .first()
                .toString())
        .isEqualTo("[3,2]");
    assertThat(
            spark
                .sql("SELECT count(path) FROM " + table + ".shards VERSION AS OF 0")
                .first()
                .get(0))
        .isEqualTo(2L);
    assertThatThrownBy(() -> spark.sql("SELECT * FROM " + table + ".history VERSION AS OF 0"))
        .hasMessageContaining("TENSORMAP_UNSUPPORTED_OPERATION");
    assertThatThrownBy(
            () -> spark.sql("SELECT * FROM tensormap.`" + Molecules.features() + "`.history"))
        .hasMessageContaining("TENSORMAP_NOT_A_DATASET");
  }

  private List<Timestamp> timestamps() {
    return spark
        .sql("SELECT timestamp FROM " + table + ".history ORDER BY version")
        .collectAsList()
        .stream()
        .map(row -> row.getTimestamp(0))
        .toList();
  }
}
