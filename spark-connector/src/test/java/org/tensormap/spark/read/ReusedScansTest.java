package org.tensormap.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.spark.SystemMaps;
import org.tensormap.spark.TestSession;

/** Queries that want the same rows twice read them once, and those that do not read them apart. */
class ReusedScansTest {
  private static final String REUSED = "ReusedExchange";

  @TempDir Path directory;
  private SparkSession spark;
  private String path;

  @BeforeEach
  void writeDataset() {
    spark = TestSession.get().newSession();
    spark.conf().set("spark.sql.adaptive.enabled", false);
    spark.conf().set("spark.sql.autoBroadcastJoinThreshold", -1);
    path = directory.resolve("dataset").toString();
    SystemMaps.append(path, IntStream.range(0, 6).toArray());
    SystemMaps.append(path, IntStream.range(6, 9).toArray());
  }

  @Test
  void aCommonTableThatIsJoinedWithItselfIsReadOnce() {
    spark.read().format("tensormap").load(path).createOrReplaceTempView("dataset");

    ExecutedQuery joined =
        ExecutedQuery.of(
            spark.sql(
                "WITH sums AS (SELECT system, sum(values[0]) AS s FROM dataset WHERE system < 5"
                    + " GROUP BY system) SELECT a.system, a.s + b.s FROM sums a JOIN sums b ON"
                    + " a.system = b.system"));

    assertThat(joined.explained()).contains(REUSED);
    assertThat(joined.rows())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder("[0,0.0]", "[1,2.0]", "[2,4.0]", "[3,6.0]", "[4,8.0]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"samples", "values", "tensormap"})
  void theSameReadIsDoneOnceInEveryLayout(String layout) {
    UnaryOperator<DataFrameReader> options = reader -> reader.option("layout", layout);

    assertThat(twice(read(options), read(options)).explained()).contains(REUSED);
  }

  @Test
  void filesWithoutALogAreReadOnceToo() {
    UnaryOperator<DataFrameReader> options = UnaryOperator.identity();
    path = path + "/*.mts";

    assertThat(twice(read(options), read(options)).explained()).contains(REUSED);
  }

  @Test
  void readsWithOtherFiltersAreNotTakenForTheSame() {
    Dataset<Row> rows = read(UnaryOperator.identity());

    ExecutedQuery query = twice(rows.where("system < 3"), rows.where("system < 4"));

    assertThat(query.explained()).doesNotContain(REUSED);
    assertThat(query.rows()).extracting(row -> row.getLong(1)).containsExactlyInAnyOrder(3L, 4L);
  }

  @Test
  void readsOfOtherVersionsOptionsAndSettingsAreNotTakenForTheSame() {
    Dataset<Row> rows = read(UnaryOperator.identity());

    for (List<String> option :
        List.of(
            List.of("versionAsOf", "0"),
            List.of("ignoreMissingFiles", "true"),
            List.of("preserveDataGrouping", "true"),
            List.of("fs.file.some.setting", "other"))) {
      Dataset<Row> other = read(reader -> reader.option(option.get(0), option.get(1)));

      ExecutedQuery query = twice(rows, other);

      assertThat(query.explained()).as(option.toString()).doesNotContain(REUSED);
      assertThat(query.rows())
          .extracting(row -> row.getLong(1))
          .containsExactlyInAnyOrder(9L, option.get(0).equals("versionAsOf") ? 6L : 9L);
    }
  }

  private Dataset<Row> read(UnaryOperator<DataFrameReader> options) {
    return options.apply(spark.read().format("tensormap")).load(path);
  }

  /** Counts the rows of two tables, in an exchange each, unless Spark uses one for both. */
  private static ExecutedQuery twice(Dataset<Row> first, Dataset<Row> second) {
    return ExecutedQuery.of(counts(first).unionAll(counts(second)));
  }

  /** How many rows there are, by a group that the log does not tell. */
  private static Dataset<Row> counts(Dataset<Row> rows) {
    String column = rows.columns()[rows.columns().length - 1];
    return rows.selectExpr("pmod(hash(" + column + "), 1) AS zero").groupBy("zero").count();
  }
}
