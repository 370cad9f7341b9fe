package org.tensormap.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.ColumnStat;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Statistics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;
import scala.jdk.javaapi.CollectionConverters;

/** What the optimizer is told about columns of labels, as its plans show it. */
class StatisticsTest {
  private static AtomDataset atoms;

  @TempDir static Path directory;

  @BeforeAll
  static void writeShards() throws IOException {
    SparkSession spark = TestSession.get().newSession();
    atoms = AtomDataset.write(spark, directory);
  }

  @Test
  void theLogTellsTheRangeAndNumberOfKeysAndSamples() {
    Map<String, String> columns = columns(atoms.read("samples"));

    assertThat(columns)
        .containsOnlyKeys("type", "system", "atom")
        .containsEntry("type", "1 to 8, 3 distinct, 0 nulls")
        .containsEntry("system", "0 to 39, 40 distinct, 0 nulls")
        .containsEntry("atom", "0 to 3, 4 distinct, 0 nulls");
  }

  @Test
  void theLogTellsThoseOfComponentsAndPropertiesToo() {
    assertThat(columns(atoms.read("values")))
        .containsEntry("xyz", "0 to 2, 3 distinct, 0 nulls")
        .containsEntry("n", "0 to 7, 8 distinct, 0 nulls")
        .containsEntry("l", "0 to 7, 8 distinct, 0 nulls")
        .containsEntry("system", "0 to 39, 40 distinct, 0 nulls");
  }

  @Test
  void afterAFilterTheyAreThoseOfTheRowsThatAreLeft() {
    assertThat(columns(atoms.read("samples").where("type IN (6, 7) AND system >= 25")))
        .containsEntry("type", "6 to 6, 1 distinct, 0 nulls")
        .containsEntry("system", "25 to 39, 15 distinct, 0 nulls");
    assertThat(columns(atoms.read("samples").where("type = 1 OR system = 3")))
        .containsEntry("type", "1 to 8, 3 distinct, 0 nulls");
  }

  @Test
  void theLogDoesNotTellTheLabelsThatGradientsHaveOfTheirOwn() {
    Dataset<Row> gradient =
        TestSession.get()
            .read()
            .format("tensormap")
            .option("layout", "values")
            .option("gradient", "positions")
            .load(atoms.dataset().toString());

    assertThat(gradient.columns()).contains("neighbor", "abc", "xyz");
    assertThat(columns(gradient))
        .containsOnlyKeys("type", "system", "atom", "n", "l")
        .containsEntry("n", "0 to 7, 8 distinct, 0 nulls");
  }

  @Test
  void filesWithoutALogTellNothing() {
    assertThat(columns(atoms.read(atoms.files(), "samples"))).isEmpty();
  }

  private static Map<String, String> columns(Dataset<Row> query) {
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) query).queryExecution().optimizedPlan();
    Statistics statistics = plan.collectLeaves().head().stats();
    return CollectionConverters.asJava(statistics.attributeStats()).entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().name(), entry -> text(entry.getValue())));
  }

  private static String text(ColumnStat column) {
    return column.min().get()
        + " to "
        + column.max().get()
        + ", "
        + column.distinctCount().get()
        + " distinct, "
        + column.nullCount().get()
        + " nulls";
  }
}
