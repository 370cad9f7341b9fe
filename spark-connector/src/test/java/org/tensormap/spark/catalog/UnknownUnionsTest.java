package org.tensormap.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.SystemMaps;
import org.tensormap.spark.TestSession;
import scala.Option;

/** Unions in a session without our extensions, as one has to which the jar was added. */
class UnknownUnionsTest {
  private SparkSession spark;
  private String output;

  @TempDir Path directory;

  @BeforeEach
  void startSession() {
    scala.collection.immutable.Map<String, String> nothing =
        scala.collection.immutable.Map$.MODULE$.empty();
    spark =
        new org.apache.spark.sql.classic.SparkSession(
            TestSession.get().sparkContext(),
            Option.empty(),
            Option.empty(),
            new SparkSessionExtensions(),
            nothing,
            nothing);
    SparkSession.setActiveSession(spark);
    output = directory.resolve("output").toString();
  }

  @AfterEach
  void forgetSession() {
    SparkSession.clearActiveSession();
  }

  @Test
  void tablesWithOtherLabelsForAKeyAreNotWritten() throws IOException {
    Dataset<Row> first = dataset("first", DataType.FLOAT32, 1, 0, 0, 1);
    Dataset<Row> second = dataset("second", DataType.FLOAT32, 1, 1, 5, 7);
    Dataset<Row> union =
        first.union(second).where("size(values) > 1").orderBy("system").repartition(2);

    for (SaveMode mode : SaveMode.values()) {
      assertThatThrownBy(() -> union.write().format("tensormap").mode(mode).save(output))
          .as(mode.toString())
          .hasMessageContaining("TENSORMAP_UNKNOWN_LABELS")
          .hasMessageContaining("one after the other");
    }
    assertThat(Path.of(output)).doesNotExist();
    assertThatThrownBy(
            () ->
                union
                    .write()
                    .format("tensormap")
                    .mode(SaveMode.Append)
                    .save(directory.resolve("first").toString()))
        .hasMessageContaining("TENSORMAP_UNKNOWN_LABELS");
    union.write().format("tensormap").option("properties", "index").save(output);
    assertThat(read(Path.of(output), "values").selectExpr("max(index)").head().getInt(0))
        .isEqualTo(1);
  }

  @Test
  void unionsThatOnlyDecideWhichRowsAreWrittenNeedNotAgree() throws IOException {
    Dataset<Row> first = dataset("first", DataType.FLOAT32, 1, 0, 5, 7);
    Dataset<Row> second = dataset("second", DataType.FLOAT32, 1, 1, 0, 1);
    Dataset<Row> last = first.union(second).selectExpr("max(system) AS last");

    first
        .crossJoin(last)
        .where("system < last")
        .drop("last")
        .write()
        .format("tensormap")
        .save(output);

    assertThat(read(Path.of(output), "values").selectExpr("count(*)", "min(n)", "max(n)").head())
        .isEqualTo(RowFactory.create(2L, 5, 7));
  }

  @Test
  void columnsAreFollowedToTheirUnionsHoweverTheyAreCalledOnTheWay() throws IOException {
    Dataset<Row> first = dataset("first", DataType.FLOAT32, 1, 0, 5, 7);
    Dataset<Row> second = dataset("second", DataType.FLOAT32, 1, 1, 0, 1);
    first.createOrReplaceTempView("first");
    second.createOrReplaceTempView("second");
    String union = "SELECT * FROM first UNION ALL SELECT * FROM second";
    List<Dataset<Row>> queries =
        List.of(
            first
                .union(second)
                .selectExpr("key", "system", "values AS other", "system AS values")
                .selectExpr("key", "system", "other AS values"),
            spark.sql("WITH u AS (" + union + "), v AS (SELECT * FROM u) SELECT * FROM v"),
            spark.sql(
                "SELECT * FROM first UNION ALL SELECT * FROM (" + union + ") WHERE system = 1"));

    for (Dataset<Row> query : queries) {
      assertThatThrownBy(() -> query.write().format("tensormap").save(output))
          .hasMessageContaining("TENSORMAP_UNKNOWN_LABELS");
    }
  }

  @Test
  void pathsAreTablesOnceTheFormatWasUsed() throws IOException {
    Dataset<Row> rows = dataset("first", DataType.FLOAT32, 1, 0, 0, 1);

    assertThat(spark.table("tensormap.`" + directory.resolve("first") + "`.values").count())
        .isEqualTo(2 * rows.count());
    assertThat(
            spark
                .table("tensormap.`" + directory.resolve("first") + "`.tensormap")
                .selectExpr("tensormap.tm_num_blocks(tensormap)")
                .head()
                .get(0))
        .hasToString("1");
  }

  @Test
  void tablesWithOtherTypesAreNotWritten() throws IOException {
    Dataset<Row> first = dataset("first", DataType.FLOAT16, 1, 0, 0, 1);
    Dataset<Row> second = dataset("second", DataType.FLOAT32, 2, 1, 0, 1);

    assertThatThrownBy(() -> first.union(second).write().format("tensormap").save(output))
        .hasMessageContaining("TENSORMAP_UNKNOWN_LABELS");
  }

  @Test
  void tablesThatAgreeAreWritten() throws IOException {
    Dataset<Row> first = dataset("first", DataType.FLOAT32, 1, 0, 5, 7);
    Dataset<Row> second = dataset("second", DataType.FLOAT32, 1, 1, 5, 7);
    Dataset<Row> made = first.selectExpr("key", "system + 3", "array(1f, 2f) AS values");

    first.union(second).union(made).write().format("tensormap").save(output);

    assertThat(read(Path.of(output), "values").selectExpr("count(*)", "min(n)", "max(n)").head())
        .isEqualTo(RowFactory.create(6L, 5, 7));
  }

  private Dataset<Row> dataset(String name, DataType type, int key, int system, int... properties)
      throws IOException {
    Path file = directory.resolve(name + ".mts");
    SystemMaps.save(file, type, key, system, properties);
    read(file, "samples").write().format("tensormap").save(directory.resolve(name).toString());
    return read(directory.resolve(name), "samples");
  }

  private Dataset<Row> read(Path path, String layout) {
    return spark.read().format("tensormap").option("layout", layout).load(path.toString());
  }
}
