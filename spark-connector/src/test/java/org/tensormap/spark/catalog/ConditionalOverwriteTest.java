package org.tensormap.spark.catalog;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.spark.SystemMaps.append;
import static org.tensormap.spark.SystemMaps.map;
import static org.tensormap.spark.SystemMaps.rows;
import static org.tensormap.spark.SystemMaps.systems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.spark.SystemMaps;
import org.tensormap.spark.TestSession;

/** Overwrites that replace the rows of a condition, and only those. */
class ConditionalOverwriteTest {
  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;
  private String path;
  private String table;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("features").toString();
    table = "tensormap.`" + path + "`";
  }

  @AfterEach
  void dropTable() {
    spark.sql("DROP TABLE IF EXISTS features");
  }

  @Test
  void sqlReplacesRowsInOneCommit() throws Exception {
    append(path, 1, 2, 3);
    rows(map(3, 5), map(4)).createOrReplaceTempView("new_maps");

    spark.sql(
        "INSERT INTO " + table + " REPLACE WHERE system BETWEEN 2 AND 5 SELECT * FROM new_maps");

    assertThat(systems(spark.table(table))).containsExactly(1, 3, 4, 5);
    assertThat(operations()).containsExactly("append", "replace");
    assertThat(systems(spark.sql("SELECT * FROM " + table + " VERSION AS OF 0")))
        .containsExactly(1, 2, 3);
    assertThat(
            spark
                .sql("SELECT shards_added, shards_removed FROM " + table + ".history")
                .orderBy("version")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[3,0]", "[2,2]");
  }

  @Test
  void theSameOverwriteCanBeRepeated() throws Exception {
    append(path, 1, 2);

    for (int i = 0; i < 3; i++) {
      rows(map(2), map(3)).writeTo(table).overwrite(col("system").geq(2));
      assertThat(systems(spark.table(table))).containsExactly(1, 2, 3);
    }
  }

  @Test
  void theFormatTakesTheConditionAsAnOption() {
    append(path, 1, 2, 4);

    replacing(map(2), " SYSTEM = int('1') + 1 ").save(path);
    replacing(map(5), "system > 3 AND system IS NOT NULL AND 1 < 2").save(path);
    assertThat(systems(spark.table(table))).containsExactly(1, 2, 5);

    replacing(map(6), "true").save(path);
    assertThat(systems(spark.table(table))).containsExactly(6);
    assertThat(operations()).containsExactly("append", "replace", "replace", "replace");
  }

  @Test
  void theFirstWriteMayHaveTheConditionOfThoseThatRepeatIt() {
    assertThatThrownBy(() -> replacing(map(2), "system = 2").save(path))
        .hasMessageContaining("TENSORMAP_INVALID_OPTION")
        .hasMessageContaining("Leave the option out");
    DataFrameWriter<Row> rows =
        spark
            .sql("SELECT 2 AS system, array(1D) AS values")
            .write()
            .format("tensormap")
            .mode("overwrite")
            .option("keys", "")
            .option("samples", "system");

    assertThatThrownBy(() -> rows.option("replaceWhere", "system = 3").save(path))
        .hasStackTraceContaining("TENSORMAP_ROW_OUTSIDE_CONDITION");
    for (int i = 0; i < 2; i++) {
      rows.option("replaceWhere", "system = 2").save(path);
      assertThat(systems(spark.table(table))).containsExactly(2);
    }
  }

  @Test
  void aTableOfTheSessionCatalogHasConditionalOverwrites() throws Exception {
    spark.sql(
        "CREATE TABLE features (`_` INT, system INT, values ARRAY<DOUBLE>) USING tensormap"
            + " LOCATION '"
            + path
            + "'");

    spark.sql(
        "INSERT INTO features WITH (KEYS = '_', Samples = 'system') REPLACE WHERE system = 1"
            + " SELECT 0 AS `_`, 1 AS system, array(1D) AS values");
    spark.sql(
        "INSERT INTO features REPLACE WHERE system = 2 SELECT 0 AS `_`, 2 AS system, array(1D) AS"
            + " values");
    Dataset<Row> other = spark.table("features").where("system = 1").selectExpr("*");
    other.writeTo("features").overwrite(col("system").equalTo(1));
    other
        .write()
        .format("tensormap")
        .mode("overwrite")
        .option("REPLACEWHERE", "system = 1")
        .insertInto("features");

    assertThat(systems(spark.table("features"))).containsExactly(1, 2);
    assertThat(operations()).containsExactly("replace", "replace", "replace", "replace");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          system = 2            | 2, 3            | system=3
          system IN (2, 4)      | 2, 3, 4         | system=3
          system < 0            | 2               | system=2
          system <> 3           | 3               | system=3
          `_` = 0 AND system > 2 OR system = 1 | 3, 2 | system=2
          """)
  void rowsThatDoNotFulfillTheConditionAreRefused(String condition, String systems, String named)
      throws Exception {
    append(path, 1, 2, 3);
    List<Path> before = files();
    int[] added = Stream.of(systems.split(", ", -1)).mapToInt(Integer::parseInt).toArray();

    assertThatThrownBy(() -> replacing(map(added), condition).save(path))
        .hasStackTraceContaining("TENSORMAP_ROW_OUTSIDE_CONDITION")
        .hasStackTraceContaining(named)
        .hasStackTraceContaining("Nothing was replaced");

    assertThat(files()).isEqualTo(before);
    assertThat(systems(spark.table(table))).containsExactly(1, 2, 3);
  }

  @Test
  void keysAndBoundsAreConditions() throws Exception {
    SystemMaps.save(directory.resolve("1.mts"), 1, 10, 5);
    SystemMaps.save(directory.resolve("2.mts"), 2, 10, 5);
    Dataset<Row> one = maps("1.mts");
    Dataset<Row> two = maps("2.mts");
    one.write().format("tensormap").save(path);
    two.write().format("tensormap").mode("append").save(path);

    one.writeTo(table).overwrite(col("key").equalTo(1));
    assertThatThrownBy(() -> one.writeTo(table).overwrite(col("key").equalTo(2)))
        .hasStackTraceContaining("TENSORMAP_ROW_OUTSIDE_CONDITION")
        .hasStackTraceContaining("key=1, system=10");
    assertThat(operations()).containsExactly("create", "append", "replace");
    assertThat(spark.table(table).count()).isEqualTo(2);

    one.writeTo(table + ".tensormap").overwrite(col("bounds.system.min").geq(10));
    assertThat(spark.table(table).count()).isEqualTo(1);
    assertThatThrownBy(
            () -> one.writeTo(table + ".tensormap").overwrite(col("bounds.system.max").gt(10)))
        .hasStackTraceContaining("TENSORMAP_ROW_OUTSIDE_CONDITION");
  }

  @Test
  void partsOfShardsAreNotReplacedAndNothingIsWritten() throws Exception {
    rows(map(1, 2), map(3)).write().format("tensormap").save(path);
    List<Path> before = files();
    Dataset<Row> added = rows(map(1));

    for (String condition :
        List.of("system = 1", "system IN (1, 3)", "values[0] = 1", "system % 2 = 1")) {
      assertThatThrownBy(() -> replacing(map(1), condition).save(path))
          .as(condition)
          .hasMessageContaining("TENSORMAP_PARTIAL_DELETE")
          .hasMessageContaining("can ")
          .hasMessageContaining("replaced");
    }
    assertThatThrownBy(() -> added.writeTo(table).overwrite(col("system").equalTo(1)))
        .hasMessageContaining("TENSORMAP_PARTIAL_DELETE")
        .hasMessageContaining("system = 1");
    assertThatThrownBy(
            () -> added.writeTo(table + ".values").overwrite(col("n").equalTo(9).or(lit(false))))
        .hasMessageContaining("TENSORMAP_PARTIAL_DELETE");
    assertThatThrownBy(() -> added.writeTo(table + ".blocks").overwrite(col("gradient").isNull()))
        .hasMessageContaining("TENSORMAP_PARTIAL_DELETE");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void rowsHaveToFitThoseThatStay() {
    append(path, 1, 2);
    byte[] other = map("structure", new int[] {2});

    assertThatThrownBy(() -> replacing(other, "system = 2").save(path))
        .hasMessageContaining("TENSORMAP_SCHEMA_MISMATCH");
    assertThat(systems(spark.table(table))).containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "errorifexists"})
  void aConditionOfAWriteThatReplacesNothingIsAnError(String mode) {
    assertThatThrownBy(() -> replacing(map(1), "system = 1").mode(mode).save(path))
        .hasMessageContaining("TENSORMAP_INVALID_OPTION")
        .hasMessageContaining("replaceWhere")
        .hasMessageContaining("mode overwrite");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void twoConditionsAreAnError() {
    append(path, 1, 2);

    assertThatThrownBy(
            () ->
                rows(map(1))
                    .writeTo(table)
                    .option("replaceWhere", "system = 1")
                    .overwrite(col("system").equalTo(2)))
        .hasMessageContaining("TENSORMAP_INVALID_OPTION")
        .hasMessageContaining("twice");
  }

  @Test
  void streamsReplaceNoRowsByAConditionAndDoNotPassThoseThatWereReplaced() throws Exception {
    append(path, 1, 2);
    String output = directory.resolve("output").toString();
    copy(output);

    replacing(map(3), "system = 3").save(path);
    copy(output);
    assertThat(systems(spark.table("tensormap.`" + output + "`"))).containsExactly(1, 2, 3);

    replacing(map(3), "system = 3").save(path);
    assertThatThrownBy(() -> copy(output)).hasStackTraceContaining("TENSORMAP_STREAM_ROWS_REMOVED");
    assertThatThrownBy(
            () ->
                spark
                    .readStream()
                    .format("rate")
                    .load()
                    .selectExpr("int(value) AS system", "array(1D) AS values")
                    .groupBy("system")
                    .agg(org.apache.spark.sql.functions.first("values").as("values"))
                    .writeStream()
                    .format("tensormap")
                    .outputMode("complete")
                    .option("samples", "system")
                    .option("keys", "")
                    .option("replaceWhere", "system = 1")
                    .option("checkpointLocation", directory.resolve("other").toString())
                    .start(directory.resolve("rates").toString())
                    .processAllAvailable())
        .hasStackTraceContaining("TENSORMAP_INVALID_OPTION")
        .hasStackTraceContaining("A stream can not replace");
  }

  private void copy(String output) throws Exception {
    spark
        .readStream()
        .format("tensormap")
        .load(path)
        .writeStream()
        .format("tensormap")
        .option("checkpointLocation", directory.resolve("checkpoint").toString())
        .trigger(org.apache.spark.sql.streaming.Trigger.AvailableNow())
        .start(output)
        .awaitTermination();
  }

  private Dataset<Row> maps(String file) {
    return spark
        .read()
        .format("tensormap")
        .option("layout", "tensormap")
        .load(directory.resolve(file).toString())
        .select("tensormap");
  }

  private static DataFrameWriter<Row> replacing(byte[] map, String condition) {
    return rows(map)
        .write()
        .format("tensormap")
        .mode("overwrite")
        .option("replaceWhere", condition);
  }

  private List<String> operations() {
    return spark
        .sql("SELECT operation FROM " + table + ".history ORDER BY version")
        .collectAsList()
        .stream()
        .map((Row row) -> row.getString(0))
        .toList();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(Path.of(path))) {
      return found.sorted().toList();
    }
  }
}
