package org.tensormap.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.spark.Molecules;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TestSession;

/** Two blocks with components and gradients, and the gradient of a gradient, in all layouts. */
class LayoutTest {
  private static final int PROPERTIES = 2;
  private static final int COMPONENTS = 3;

  private SparkSession spark;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void writeFile() throws IOException {
    spark = TestSession.get().newSession();
    file = directory.resolve("map.mts");
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map =
            new TensorMap(
                new Labels(List.of("type"), new int[][] {{6}, {1}}),
                List.of(
                    block(manager, new int[][] {{0, 5}, {1, 4}, {1, 7}}, 0),
                    block(manager, new int[][] {{2, 0}}, 100)))) {
      Mts.save(file, map);
    }
  }

  @Test
  void everyValueIsARowInTheLayoutOfValues() {
    Dataset<Row> rows = read("values", "");

    assertThat(rows.columns()).containsExactly("type", "system", "atom", "xyz", "n", "l", "value");
    List<Row> expected = new ArrayList<>();
    addValues(expected, 6, new int[][] {{0, 5}, {1, 4}, {1, 7}}, 0);
    addValues(expected, 1, new int[][] {{2, 0}}, 100);
    assertThat(rows.collectAsList()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(rows.selectExpr("sum(value)").head().getDouble(0))
        .isEqualTo(expected.stream().mapToDouble(row -> row.getDouble(6)).sum());
  }

  @Test
  void valuesAndSamplesShowTheSame() {
    for (String gradient : List.of("", "positions", "positions/cell")) {
      Dataset<Row> samples =
          read("samples", gradient).selectExpr("*", "posexplode(values)").drop("values");
      Dataset<Row> values = read("values", gradient);
      List<String> labels = new ArrayList<>(List.of(samples.drop("pos", "col").columns()));
      labels.add("value");

      assertThat(values.selectExpr(labels.toArray(String[]::new)).collectAsList())
          .as(gradient)
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(samples.drop("pos").collectAsList());
    }
  }

  @Test
  void theRowsOfAGradientShowTheSampleTheyBelongTo() {
    Dataset<Row> rows = read("samples", "positions");

    assertThat(rows.columns())
        .containsExactly("type", "system", "atom", "system_gradient", "neighbor", "values");
    assertThat(
            rows.where("type = 6")
                .select("system", "atom", "system_gradient", "neighbor")
                .collectAsList())
        .containsExactlyInAnyOrder(
            RowFactory.create(0, 5, 10, 0),
            RowFactory.create(1, 7, 11, 2),
            RowFactory.create(1, 7, 12, 2));
  }

  @Test
  void theGradientOfAGradientShowsBothRowsItBelongsTo() {
    assertThat(
            read("values", "positions/cell")
                .select("type", "system", "atom", "system_gradient", "neighbor", "abc")
                .distinct()
                .collectAsList())
        .containsExactlyInAnyOrder(
            RowFactory.create(6, 1, 7, 11, 2, 8),
            RowFactory.create(6, 1, 7, 11, 2, 9),
            RowFactory.create(1, 2, 0, 11, 0, 8),
            RowFactory.create(1, 2, 0, 11, 0, 9));
  }

  @Test
  void blocksAndAllTheirGradientsAreRowsInTheLayoutOfBlocks() {
    Dataset<Row> rows = read("blocks", "");

    assertThat(rows.columns())
        .containsExactly(
            "type", "gradient", "shape", "samples", "components", "properties", "values");
    assertThat(rows.select("type", "gradient").collectAsList())
        .containsExactlyInAnyOrder(
            RowFactory.create(6, null),
            RowFactory.create(6, "positions"),
            RowFactory.create(6, "positions/cell"),
            RowFactory.create(1, null),
            RowFactory.create(1, "positions"),
            RowFactory.create(1, "positions/cell"));
    Row block = rows.where("type = 6 AND gradient IS NULL").head();
    assertThat(block.<Long>getList(2)).containsExactly(3L, 3L, 2L);
    assertThat(block.getStruct(3).mkString(";"))
        .isEqualTo(
            "ArraySeq(system, atom);ArraySeq(ArraySeq(0, 5), ArraySeq(1, 4), ArraySeq(1, 7))");
    assertThat(block.<Row>getList(4)).hasSize(1);
    assertThat(block.<Double>getList(6)).hasSize(18).startsWith(0.0, 1.0).endsWith(17.0);
    Row gradient = rows.where("type = 6 AND gradient = 'positions'").head();
    assertThat(gradient.<Row>getList(4))
        .extracting(labels -> labels.getList(0).toString())
        .containsExactly("[direction]", "[xyz]");
  }

  @Test
  void partsOfLabelsCanBeSelected() {
    assertThat(
            read("blocks", "")
                .where("type = 1 AND gradient IS NULL")
                .selectExpr("samples.names", "components.values[0][1][0]", "properties.values")
                .head()
                .mkString(";"))
        .isEqualTo("ArraySeq(system, atom);1;ArraySeq(ArraySeq(0, 0), ArraySeq(0, 1))");
  }

  @Test
  void aShardIsReadByAsManyTasksAsItsSizeAsksFor() {
    for (String layout : List.of("samples", "values", "blocks")) {
      List<String> whole = sorted(molecules(layout));
      spark.conf().set("spark.sql.files.maxPartitionBytes", 100_000);
      Dataset<Row> split = molecules(layout);

      assertThat(split.rdd().getNumPartitions()).as(layout).isGreaterThan(10);
      assertThat(sorted(split)).as(layout).isEqualTo(whole);
      spark.conf().unset("spark.sql.files.maxPartitionBytes");
    }
  }

  @Test
  void labelsAloneCanBeReadFromPartsOfShards() {
    spark.conf().set("spark.sql.files.maxPartitionBytes", 100_000);

    assertThat(molecules("samples").selectExpr("count(*)", "sum(system + atom)").head())
        .isEqualTo(
            molecules("samples")
                .selectExpr("*", "rand() AS random")
                .selectExpr("count(*)", "sum(system + atom)")
                .head());
  }

  @Test
  void singleElementsAreReadAsVectorsAndWholeArraysAsRows() {
    Dataset<Row> samples = molecules("samples");
    Dataset<Row> elements =
        samples.where("values[1] > 0").selectExpr("sum(values[3]) AS third", "sum(size(values))");

    Row sums = elements.head();
    Row expected =
        samples
            .where("element_at(values, 2) > 0")
            .selectExpr("values AS copy", "values")
            .selectExpr("sum(copy[3])", "sum(size(copy))")
            .head();
    assertThat(sums.getDouble(0)).isCloseTo(expected.getDouble(0), within(1e-9));
    assertThat(sums.getLong(1)).isEqualTo(expected.getLong(1));
    assertThat(executedPlan(elements)).contains("vectors, columns [values], elements [1, 3]");
    assertThat(executedPlan(samples.select("values"))).contains("rows, columns [values]");
    assertThat(executedPlan(samples.selectExpr("values", "values[0]")))
        .contains("rows, columns [values]");
    assertThat(executedPlan(samples.groupBy("values").count())).contains("rows, columns [values]");
  }

  @Test
  void unknownGradientsAndOnesThatALayoutShowsAnywayAreRefused() {
    assertThatThrownBy(() -> read("samples", "cell"))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("'cell'")
        .hasMessageContaining("[positions, positions/cell]");
    assertThatThrownBy(() -> read("blocks", "positions"))
        .isInstanceOf(TensorMapException.class)
        .hasMessageContaining("'blocks' shows all gradients");
  }

  @Test
  void gradientsAreTablesInSql() {
    assertThat(
            spark
                .sql("SELECT max(neighbor) FROM tensormap.`" + file + "`.`samples/positions`")
                .head()
                .getInt(0))
        .isEqualTo(2);
  }

  @Test
  void theLayoutOfATableCanBeAnOptionInSql() {
    String table = "tensormap.`" + file + "`";

    assertThat(spark.sql("SELECT * FROM " + table + " WITH (layout = 'values')").columns())
        .isEqualTo(read("values", "").columns());
    assertThat(
            spark
                .sql(
                    "SELECT count(*) FROM "
                        + table
                        + " WITH (LAYOUT = 'samples', gradient = 'positions') AS rows"
                        + " WHERE type IN (SELECT max(type) FROM "
                        + table
                        + " WITH (layout = 'blocks'))")
                .head()
                .getLong(0))
        .isEqualTo(3);
    assertThatThrownBy(() -> spark.sql("SELECT * FROM " + table + " WITH (layout = 'rows')"))
        .hasMessageContaining("TENSORMAP_UNKNOWN_LAYOUT");
  }

  private static String executedPlan(Dataset<Row> rows) {
    rows.collectAsList();
    return rows.queryExecution().executedPlan().toString();
  }

  private static List<String> sorted(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  private Dataset<Row> read(String layout, String gradient) {
    return spark
        .read()
        .format("tensormap")
        .option("layout", layout)
        .option("gradient", gradient)
        .load(file.toString());
  }

  private Dataset<Row> molecules(String layout) {
    return spark
        .read()
        .format("tensormap")
        .option("layout", layout)
        .load(Molecules.features().toString());
  }

  /** Values count up from {@code first} in row-major order. */
  private static void addValues(List<Row> rows, int type, int[][] samples, int first) {
    double value = first;
    for (int[] sample : samples) {
      for (int component = 0; component < COMPONENTS; component++) {
        for (int property = 0; property < PROPERTIES; property++) {
          rows.add(RowFactory.create(type, sample[0], sample[1], component, 0, property, value++));
        }
      }
    }
  }

  private static TensorBlock block(HostNDManager manager, int[][] samples, int first) {
    Labels properties = new Labels(List.of("n", "l"), new int[][] {{0, 0}, {0, 1}});
    Labels xyz = Labels.range("xyz", COMPONENTS);
    Labels direction = Labels.range("direction", 2);
    Labels cell = new Labels(List.of("abc"), new int[][] {{8}, {9}});
    int last = samples.length - 1;
    int[][] positions =
        samples.length == 1
            ? new int[][] {{0, 11, 0}}
            : new int[][] {{0, 10, 0}, {last, 11, last}, {last, 12, last}};
    TensorBlock block =
        filled(
            manager,
            first,
            new Labels(List.of("system", "atom"), samples),
            List.of(xyz),
            properties);
    TensorBlock gradient =
        filled(
            manager,
            first + 1000,
            new Labels(List.of("sample", "system", "neighbor"), positions),
            List.of(direction, xyz),
            properties);
    gradient.addGradient(
        "cell",
        filled(
            manager,
            first + 2000,
            new Labels(List.of("sample"), new int[][] {{positions.length / 2}}),
            List.of(cell, direction, xyz),
            properties));
    block.addGradient("positions", gradient);
    return block;
  }

  private static TensorBlock filled(
      HostNDManager manager,
      int first,
      Labels samples,
      List<Labels> components,
      Labels properties) {
    long[] shape =
        IntStream.concat(
                IntStream.concat(
                    IntStream.of(samples.size()), components.stream().mapToInt(Labels::size)),
                IntStream.of(properties.size()))
            .asLongStream()
            .toArray();
    ByteBuffer values =
        ByteBuffer.allocateDirect(8 * (int) new Shape(shape).size()).order(ByteOrder.nativeOrder());
    for (double value = first; values.hasRemaining(); value++) {
      values.putDouble(value);
    }
    return new TensorBlock(
        manager.create(values.rewind(), new Shape(shape), DataType.FLOAT64),
        samples,
        components,
        properties);
  }
}
