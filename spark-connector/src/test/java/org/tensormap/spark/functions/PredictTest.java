package org.tensormap.spark.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.HostNDManager;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.spark.Fixtures;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TestSession;

class PredictTest {
  private static final Path ENERGY = Fixtures.molecules("energy.pt");
  private static final Path FEATURIZER = Fixtures.molecules("featurizer.pt");

  private final SparkSession spark = TestSession.get();

  @TempDir Path directory;

  @Test
  void energiesAreThoseOfPython() throws IOException {
    Dataset<Row> energies =
        spark.sql("SELECT tm_predict('" + ENERGY + "', content) AS energy FROM " + featureFiles());

    Map<Integer, Double> found = new TreeMap<>();
    try (HostNDManager manager = HostNDManager.newManager()) {
      for (Row row : energies.collectAsList()) {
        TensorBlock block = TensorMapBinary.decode(row.getAs("energy"), manager).block();
        double[] values = block.values().toDoubleArray();
        int[] systems = block.samples().column("system");
        for (int i = 0; i < systems.length; i++) {
          found.put(systems[i], values[i]);
        }
      }
    }

    Map<Integer, Double> expected = recordedEnergies();
    assertThat(found).hasSameSizeAs(expected);
    expected.forEach(
        (system, energy) ->
            assertThat(found.get(system)).isCloseTo(energy, within(1e-9 * Math.abs(energy))));
  }

  @Test
  void columnsOfNumbersBecomeTheTensorsThatTheFeaturizerTakes() {
    spark
        .read()
        .json(Fixtures.molecules("molecules.jsonl").toString())
        .createOrReplaceTempView("molecules");

    Row features =
        spark
            .sql(
                "SELECT tm_predict('"
                    + FEATURIZER
                    + "', collect_list(types), collect_list(positions), collect_list(system)) AS"
                    + " features FROM molecules WHERE system IN (3, 5)")
            .first();

    try (HostNDManager manager = HostNDManager.newManager()) {
      TensorMap map = TensorMapBinary.decode(features.getAs("features"), manager);
      assertThat(map.keys().names()).containsExactly("center_type", "neighbor_type");
      assertThat(map.block(0).samples().names()).containsExactly("system", "atom");
      assertThat(map.blocks())
          .allSatisfy(
              b ->
                  assertThat(b.samples().column("system"))
                      .containsAnyOf(3, 5)
                      .doesNotContain(0, 1, 2, 4));
    }
  }

  @Test
  void theResultHasTheTypeThatTheModelReturns() {
    assertThat(
            resultType(
                "labels_position",
                "named_struct('names', array('a', 'b'), 'values'," + " array(array(0, 1)))"))
        .isEqualTo("struct<_1:bigint,_2:bigint,_3:bigint,_4:bigint,_5:boolean,_6:boolean>");
    assertThat(resultType("map_info", "X''"))
        .isEqualTo("struct<_1:binary,_2:string,_3:string,_4:map<string,string>>");
    assertThat(resultType("block_accessors", "X''"))
        .startsWith(
            "struct<_1:struct<shape:array<bigint>,values:array<double>>,"
                + "_2:struct<names:array<string>,values:array<array<int>>>");
    assertThat(resultType("block_build", "array(array(1.0))")).isEqualTo("binary");
  }

  @Test
  void labelsTensorsAndTextOfTheResultAreReadBack() {
    Row result =
        spark
            .sql(
                "SELECT tm_predict('"
                    + model("labels_union")
                    + "', named_struct('names', array('a'), 'values', array(array(1), array(2))),"
                    + " named_struct('names', array('a'), 'values', array(array(2), array(7)))) r")
            .select("r.*")
            .first();

    assertThat(result.getStruct(1).<String>getList(0)).containsExactly("a");
    assertThat(result.getStruct(1).getList(1).toString())
        .isEqualTo("[ArraySeq(1), ArraySeq(2), ArraySeq(7)]");
    assertThat(result.getStruct(3).<Long>getList(0)).containsExactly(2L);
    assertThat(result.getStruct(3).<Double>getList(1)).containsExactly(1.0, 2.0);
  }

  @Test
  void mapsOfTensorMapsGoInAndComeBack() throws IOException {
    Dataset<Row> inputs =
        spark.sql(
            "SELECT map('a', a.content, 'b', b.content) AS maps FROM "
                + file("signature_dict_of_maps", "in1.mts")
                + " a, "
                + file("signature_dict_of_maps", "in2.mts")
                + " b");
    String call = "tm_predict('" + model("signature_dict_of_maps") + "', maps, 2.5, ";

    Map<String, byte[]> all = inputs.select(functions.expr(call + "NULL)")).first().getJavaMap(0);
    Map<String, byte[]> some =
        inputs.select(functions.expr(call + "array('b'))")).first().getJavaMap(0);

    assertThat(all).containsOnlyKeys("a", "b");
    assertThat(some).containsOnlyKeys("b");
    try (HostNDManager manager = HostNDManager.newManager()) {
      TensorMap expected =
          Mts.load(Fixtures.recorded("signature_dict_of_maps", "out1.mts"), manager);
      TensorMap found = TensorMapBinary.decode(some.get("b"), manager);
      assertThat(found.keys()).isEqualTo(expected.keys());
      for (int i = 0; i < expected.size(); i++) {
        assertThat(found.block(i).values().toDoubleArray())
            .containsExactly(expected.block(i).values().toDoubleArray(), within(1e-12));
      }
    }
  }

  @Test
  void resultsCanBeArgumentsOfOtherModels() {
    String block =
        call(
            "block_build",
            "array(array(array(1F, 2F)), array(array(3F, 4F)), array(array(5F, 6F)))");

    Row accessors =
        spark.sql("SELECT " + call("block_accessors", block) + " r").select("r.*").first();

    assertThat(accessors.getStruct(0).<Long>getList(0)).containsExactly(3L, 1L, 2L);
    assertThat(accessors.getStruct(0).<Double>getList(1))
        .containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
    assertThat(accessors.<Long>getList(4)).containsExactly(3L, 1L, 2L);
    assertThat(accessors.getBoolean(7)).isFalse();
  }

  @Test
  void aTensorMapThatIsNullGivesNull() {
    Row row =
        spark
            .sql(
                "SELECT tm_predict('" + ENERGY + "', CAST(x AS BINARY)) FROM VALUES (NULL) AS t(x)")
            .first();

    assertThat(row.isNullAt(0)).isTrue();
  }

  @Test
  void theSameCallIsOneExpression() {
    String call = "length(tm_predict('" + ENERGY + "', content))";

    Dataset<Row> grouped =
        spark.sql("SELECT " + call + ", count(*) FROM " + featureFiles() + " GROUP BY " + call);

    assertThat(grouped.collectAsList().stream().mapToLong(row -> row.getLong(1)).sum())
        .isEqualTo(4);
  }

  @Test
  void itWorksWithoutGeneratedCodeAndByTheNameOfTheFunction() {
    Dataset<Row> files =
        spark.read().format("binaryFile").load(Fixtures.molecules("features").toString());
    spark.conf().set("spark.sql.codegen.wholeStage", "false");
    try {
      Dataset<Row> sizes =
          files.select(
              functions.length(
                  functions.call_function(
                      "tm_predict", functions.lit(ENERGY.toString()), functions.col("content"))));
      assertThat(sizes.collectAsList())
          .hasSize(4)
          .allSatisfy(row -> assertThat(row.getInt(0)).isPositive());
    } finally {
      spark.conf().unset("spark.sql.codegen.wholeStage");
    }
  }

  @Test
  void columnsAreNamedAfterTheFunction() {
    assertThat(spark.sql("SELECT tm_print(tm_from_mts(content)) FROM " + featureFiles()).columns())
        .containsExactly("tm_print(tm_from_mts(content))");
  }

  @Test
  void modelsShippedWithSparkAreFoundByTheirName() {
    spark.sparkContext().addFile(ENERGY.toString());

    Dataset<Row> energies =
        spark.sql("SELECT tm_print(tm_predict('energy.pt', content)) FROM " + featureFiles());

    assertThat(energies.collectAsList())
        .hasSize(4)
        .allSatisfy(row -> assertThat(row.getString(0)).startsWith("TensorMap with 1 block"));
  }

  @Test
  void aModelReplacedAfterPlanningIsAnError() throws IOException {
    Path model =
        Files.copy(Fixtures.recorded("map_info", "model.pt"), directory.resolve("model.pt"));
    Dataset<Row> planned =
        spark.sql(
            "SELECT tm_predict('" + model + "', content) FROM " + file("map_info", "in1.mts"));
    Files.write(model, Files.readAllBytes(Fixtures.recorded("map_identity", "model.pt")));

    assertThatThrownBy(planned::collectAsList)
        .isInstanceOf(TensorMapException.class)
        .hasMessageStartingWith("[TENSORMAP_MODEL_CHANGED]")
        .hasMessageContaining(model.toString());
  }

  @Test
  void aMissingModelIsNamed() {
    assertThatThrownBy(() -> spark.sql("SELECT tm_predict('/no/such/model.pt', 1)"))
        .isInstanceOf(TensorMapException.class)
        .hasMessageStartingWith("[TENSORMAP_MODEL_NOT_FOUND]")
        .hasMessageContaining("'/no/such/model.pt'");
    assertThatThrownBy(() -> spark.sql("SELECT tm_predict('" + directory + "', 1)"))
        .hasMessageContaining("is a directory");
  }

  @Test
  void aFileThatIsNoModelIsNamed() throws IOException {
    Path text = Files.writeString(directory.resolve("text.pt"), "not a model");

    assertThatThrownBy(() -> spark.sql("SELECT tm_predict('" + text + "', 1)"))
        .isInstanceOf(TensorMapException.class)
        .hasMessageStartingWith("[TENSORMAP_MODEL_INVALID]")
        .hasMessageContaining(text.toString());
  }

  @Test
  void thePathOfTheModelMustBeConstant() {
    assertThatThrownBy(() -> spark.sql("SELECT tm_predict(path, content) FROM " + featureFiles()))
        .hasMessageStartingWith("[TENSORMAP_MODEL_NOT_CONSTANT]")
        .hasMessageContaining("path");
    assertThatThrownBy(() -> spark.sql("SELECT tm_predict()"))
        .hasMessageStartingWith("[TENSORMAP_WRONG_NUM_ARGS]");
  }

  @Test
  void wrongNumbersOfArgumentsAreRefusedWithTheSignature() {
    assertThatThrownBy(() -> spark.sql("SELECT tm_predict('" + FEATURIZER + "', array(array(1)))"))
        .hasMessageStartingWith("[TENSORMAP_MODEL_ARGUMENT_COUNT]")
        .hasMessageContaining("takes 3 arguments")
        .hasMessageContaining(
            "forward(types: List[Tensor], positions: List[Tensor], system: List[int]) -> TensorMap")
        .hasMessageContaining("got 1");
    assertThatThrownBy(() -> spark.sql("SELECT tm_predict('" + ENERGY + "', X'', 1)"))
        .hasMessageContaining("takes 1 argument,")
        .hasMessageContaining("got 2");
  }

  @Test
  void argumentsOfTheWrongTypeAreNamed() {
    assertThatThrownBy(
            () ->
                spark.sql(
                    "SELECT tm_predict('"
                        + FEATURIZER
                        + "', array(array(1)), array('a'), array(1))"))
        .isInstanceOf(TensorMapException.class)
        .hasMessageStartingWith("[TENSORMAP_MODEL_ARGUMENT_TYPE]")
        .hasMessageContaining("Argument 2")
        .hasMessageContaining("'positions' of type List[Tensor]")
        .hasMessageContaining("ARRAY<STRING>");
    assertThatThrownBy(() -> spark.sql("SELECT tm_predict('" + ENERGY + "', NULL)"))
        .hasMessageContaining("Argument 1")
        .hasMessageContaining("VOID");
  }

  @Test
  void valuesThatDoNotFitAreNamedWithTheirPlace() {
    Dataset<Row> ragged =
        spark.sql("SELECT " + call("block_build", "array(array(array(1, 2)), array(array(3)))"));

    assertThatThrownBy(ragged::collectAsList)
        .isInstanceOf(TensorMapException.class)
        .hasMessageStartingWith("[TENSORMAP_MODEL_ARGUMENT_VALUE]")
        .hasMessageContaining("Argument 1")
        .hasMessageContaining("'x' of type Tensor: at [1][0]: ")
        .hasMessageContaining("expected 2 elements as in the first one, got 1");
  }

  @Test
  void bytesThatAreNoTensorMapAreRefused() {
    assertThatThrownBy(
            () -> spark.sql("SELECT tm_predict('" + ENERGY + "', X'0102030405')").collectAsList())
        .hasMessageStartingWith("[TENSORMAP_MODEL_ARGUMENT_VALUE] Argument 1")
        .hasMessageContaining("'features' of type TensorMap: A binary value of 5 bytes is not a")
        .hasMessageEndingWith("the bytes of an .mts file. SQLSTATE: 22023");
  }

  @Test
  void anErrorInsideTheModelCarriesTheModelsOwnMessage() {
    Dataset<Row> failing =
        spark.sql(
            "SELECT "
                + call("labels_duplicate_entry_is_an_error", "array(array(0, 1), array(0, 1))"));

    assertThatThrownBy(failing::collectAsList)
        .hasStackTraceContaining("TENSORMAP_MODEL_FAILED")
        .hasStackTraceContaining("[0, 1]");
  }

  private String resultType(String testCase, String arguments) {
    return spark
        .sql("SELECT " + call(testCase, arguments))
        .schema()
        .apply(0)
        .dataType()
        .catalogString();
  }

  private static String call(String testCase, String arguments) {
    return "tm_predict('" + model(testCase) + "', " + arguments + ")";
  }

  private static Path model(String testCase) {
    return Fixtures.recorded(testCase, "model.pt");
  }

  private static String file(String testCase, String name) {
    return "binaryFile.`" + Fixtures.recorded(testCase, name) + "`";
  }

  private static String featureFiles() {
    return "binaryFile.`" + Fixtures.molecules("features") + "`";
  }

  private static Map<Integer, Double> recordedEnergies() throws IOException {
    Map<Integer, Double> energies = new TreeMap<>();
    for (String line : Files.readAllLines(Fixtures.molecules("energies.csv")).subList(1, 163)) {
      String[] cells = line.split(",", -1);
      energies.put(Integer.parseInt(cells[0]), Double.parseDouble(cells[1]));
    }
    return energies;
  }
}
