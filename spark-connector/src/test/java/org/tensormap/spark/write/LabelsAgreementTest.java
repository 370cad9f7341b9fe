package org.tensormap.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensormap.spark.write.Frames.read;
import static org.tensormap.spark.write.Frames.writer;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.spark.SystemMaps;
import org.tensormap.spark.TestSession;

/** Arrays of values, whose labels come from several places that may not agree. */
class LabelsAgreementTest {
  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;
  private Path input;
  private Path output;

  @BeforeEach
  void choosePaths() throws IOException {
    input = Files.createDirectories(directory.resolve("input"));
    output = directory.resolve("output");
  }

  @Test
  void everyFileTellsTheLabelsOfItsKeys() throws IOException {
    SystemMaps.save(input.resolve("a.mts"), 1, 0, 0, 1, 2);
    SystemMaps.save(input.resolve("b.mts"), 2, 1, 3, 4, 5);
    SystemMaps.save(input.resolve("c.mts"), 1, 2, 0, 1, 2);

    writer(read(input, "samples")).save(output.toString());

    assertThat(properties())
        .containsExactly(
            RowFactory.create(1, 0, "012"),
            RowFactory.create(1, 2, "012"),
            RowFactory.create(2, 1, "345"));
  }

  @Test
  void filesWithDifferentLabelsForOneKeyAreNotTakenForEachOther() throws IOException {
    SystemMaps.save(input.resolve("a.mts"), 1, 0, 0, 1, 2);
    SystemMaps.save(input.resolve("b.mts"), 1, 1, 3, 4, 5);

    assertThatThrownBy(() -> writer(read(input, "samples")).save(output.toString()))
        .hasStackTraceContaining("TENSORMAP_UNKNOWN_LABELS")
        .hasStackTraceContaining("layout 'tensormap'");
    assertThat(output).doesNotExist();

    writer(read(input, "tensormap")).save(output.toString());
    assertThat(properties())
        .containsExactly(RowFactory.create(1, 0, "012"), RowFactory.create(1, 1, "345"));
  }

  /** The log keeps at most 262,144 integers of labels in a version file. */
  @Test
  void labelsThatTheLogHasNoRoomForAreNotTakenToBeThoseItHas() throws IOException {
    int[] stored = IntStream.range(0, 140_000).toArray();
    int[] others = IntStream.range(1, 140_001).toArray();
    SystemMaps.save(input.resolve("a.mts"), 1, 0, stored);
    SystemMaps.save(input.resolve("b.mts"), 1, 1, others);
    SystemMaps.save(input.resolve("c.mts"), 2, 2, stored);
    SystemMaps.save(input.resolve("d.mts"), 3, 3, others);
    Path dataset = directory.resolve("dataset");
    writer(read(input, "tensormap")).save(dataset.toString());
    Dataset<Row> samples = read(dataset, "samples");

    for (int key : new int[] {1, 3}) {
      assertThatThrownBy(() -> writer(samples.where("key = " + key)).save(output.toString()))
          .hasStackTraceContaining("TENSORMAP_UNKNOWN_LABELS")
          .hasStackTraceContaining("the block for key=" + key)
          .hasStackTraceContaining("more labels than its log keeps");
    }
    writer(samples.where("key = 2")).save(output.toString());
    assertThat(read(output, "values").selectExpr("min(n)", "max(n)").head())
        .isEqualTo(RowFactory.create(0, 139_999));
    assertThatThrownBy(
            () ->
                writer(
                        samples.selectExpr(
                            "4 AS key", "4 AS system", "transform(values, x -> x) AS values"))
                    .mode(SaveMode.Append)
                    .save(dataset.toString()))
        .hasStackTraceContaining("TENSORMAP_UNKNOWN_LABELS");
  }

  @Test
  void tablesOfAUnionKeepTheirLabelsEach() throws IOException {
    Dataset<Row> first = dataset("first", 1, 0, 0, 1, 2);
    Dataset<Row> second = dataset("second", 2, 1, 3, 4, 5);
    Dataset<Row> third = dataset("third", 1, 2, 0, 1, 2);

    writer(first.union(second).unionByName(third.select("values", "system", "key")))
        .save(output.toString());

    assertThat(properties())
        .containsExactly(
            RowFactory.create(1, 0, "012"),
            RowFactory.create(1, 2, "012"),
            RowFactory.create(2, 1, "345"));
  }

  @Test
  void aUnionOfDifferentLabelsForOneKeyIsRefusedBeforeAnyFileIsWritten() throws IOException {
    Dataset<Row> first = dataset("first", 1, 0, 0, 1, 2);
    Dataset<Row> second = dataset("second", 1, 1, 3, 4, 5);
    first.createOrReplaceTempView("first");
    second.createOrReplaceTempView("second");
    String query =
        "SELECT key, system, v AS values FROM (SELECT key, system, values AS v FROM (SELECT * FROM"
            + " first UNION ALL SELECT * FROM second) WHERE size(values) = 3) ORDER BY system";

    String shared =
        "WITH united AS (SELECT * FROM first UNION ALL SELECT * FROM second)"
            + " SELECT key, system, one.values FROM united AS one JOIN united USING (key, system)";

    for (Dataset<Row> union :
        List.of(
            first.union(second),
            second.union(first).where("system > 0"),
            spark.sql(query),
            spark.sql(shared))) {
      assertThatThrownBy(() -> writer(union).save(output.toString()))
          .hasMessageContaining("TENSORMAP_UNKNOWN_LABELS")
          .hasMessageContaining("for every key, different ones")
          .hasMessageContaining("option(\"properties\", \"n\")");
    }
    assertThatThrownBy(() -> spark.sql("CREATE TABLE tensormap.`" + output + "` AS " + query))
        .hasMessageContaining("TENSORMAP_UNKNOWN_LABELS");
    assertThat(output).doesNotExist();

    writer(spark.sql(query)).option("properties", "index").save(output.toString());
    assertThat(read(output, "values").count()).isEqualTo(6);
  }

  @Test
  void aUnionIsStillAUnion() throws IOException {
    Dataset<Row> first = dataset("first", 1, 0, 0, 1, 2);
    Dataset<Row> second = dataset("second", 1, 1, 3, 4, 5);
    Dataset<Row> union = first.union(second);

    assertThat(union.columns()).containsExactly("key", "system", "values");
    assertThat(union.where(union.col("values").getItem(0).equalTo(0)).count()).isEqualTo(2);
    assertThat(union.join(first, "system").join(union, "system").count()).isEqualTo(1);
    assertThat(union.union(union).distinct().orderBy("values", "system").count()).isEqualTo(2);
    assertThat(union.groupBy("values").count().head().getLong(1)).isEqualTo(2);
  }

  @Test
  void rowsWithoutLabelsHaveThoseOfTheTablesTheyAreUnitedWith() throws IOException {
    Dataset<Row> known = dataset("known", 1, 0, 3, 4, 5);
    Dataset<Row> made = known.selectExpr("key", "system + 1", "array(1f, 2f, 3f) AS values");

    writer(known.union(made)).save(output.toString());

    assertThat(properties())
        .containsExactly(RowFactory.create(1, 0, "345"), RowFactory.create(1, 1, "345"));
  }

  @Test
  void rowsOfGradientsAreNotTakenForThoseOfTheBlocksTheyAreUnitedWith() throws IOException {
    Path file = input.resolve("map.mts");
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map = new RandomMaps(manager, DataType.FLOAT64, 5).map(1, true, false)) {
      Mts.save(file, map);
    }
    Dataset<Row> samples = read(file, "samples");
    Dataset<Row> gradients =
        spark.read().format("tensormap").option("gradient", "positions").load(file.toString());

    assertThatThrownBy(
            () ->
                writer(samples.unionByName(gradients.selectExpr(samples.columns())))
                    .save(output.toString()))
        .hasMessageContaining("TENSORMAP_GRADIENT_ROWS");
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT16, FLOAT32, FLOAT32",
    "FLOAT16, FLOAT16, FLOAT16",
    "UINT8, INT16, INT16",
    "UINT16, INT32, INT32",
    "FLOAT32, FLOAT64, FLOAT64",
    "FLOAT64, FLOAT16, FLOAT64",
    "UINT8, FLOAT64, FLOAT64"
  })
  void theTypeOfAUnionHoldsTheValuesOfAllTables(DataType first, DataType second, DataType both)
      throws IOException {
    SystemMaps.save(input.resolve("a.mts"), first, 1, 0, 3, 4);
    SystemMaps.save(input.resolve("b.mts"), second, 2, 1, 5, 6);

    for (String layout : List.of("samples", "values")) {
      Path united = directory.resolve(layout);
      writer(read(input.resolve("a.mts"), layout).union(read(input.resolve("b.mts"), layout)))
          .save(united.toString());

      for (Path shard : Frames.shards(united)) {
        try (HostNDManager manager = HostNDManager.newManager();
            TensorMap map = Mts.load(shard, manager)) {
          assertThat(map.block(0).dtype()).isEqualTo(both);
        }
      }
      assertThat(read(united, "values").selectExpr("sum(10 * key + n)").head().getLong(0))
          .isEqualTo(2 * 10 + 2 * 20 + 3 + 4 + 5 + 6);
    }
  }

  private Dataset<Row> dataset(String name, int key, int system, int... properties)
      throws IOException {
    Path file = directory.resolve(name + ".mts");
    Path dataset = directory.resolve(name);
    SystemMaps.save(file, key, system, properties);
    writer(read(file, "samples")).save(dataset.toString());
    return read(dataset, "samples");
  }

  /** The key, the system and the labels of the properties of each sample. */
  private List<Row> properties() {
    return read(output, "values")
        .groupBy("key", "system")
        .agg(functions.expr("array_join(array_sort(collect_list(string(n))), '') AS n"))
        .orderBy("key", "system")
        .collectAsList();
  }
}
