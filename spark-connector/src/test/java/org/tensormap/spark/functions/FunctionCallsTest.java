package org.tensormap.spark.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.spark.Fixtures;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TestSession;

class FunctionCallsTest {
  private static final SparkSession SPARK = TestSession.get();

  @TempDir private static Path directory;

  @BeforeAll
  static void createViews() throws IOException {
    SmallMaps.createViews(SPARK, directory);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "map('center_type', 6)",
        "map('center_type', 6L)",
        "named_struct('center_type', 6)",
        "named_struct('center_type', CAST(6 AS TINYINT))",
        "array(map('center_type', 6))",
        "named_struct('names', array('center_type'), 'values', array(array(6)))"
      })
  void aKeyCanBeWrittenInSeveralWays(String key) {
    assertThat(select("tm_values(tensormap, " + key + ")").<Double>getList(0))
        .containsExactly(7.0, 8.0, 9.0, 10.0);
  }

  @Test
  void whatTmKeysReturnsSelectsTheSameBlocks() {
    assertThat(select("tm_num_blocks(tm_drop_blocks(tensormap, tm_keys(tensormap)))").getInt(0))
        .isZero();
  }

  @Test
  void aKeyMustSelectExactlyOneBlock() {
    assertFailure("tm_values(tensormap)", "there is more than one block in this TensorMap (2)");
    assertFailure(
        "tm_values(tensormap, map('center_type', 7))",
        "could not find blocks matching the selection (center_type=7)");
    assertFailure("tm_shape(tensormap, map('type', 1))", "type");
    assertFailure(
        "tm_block(tensormap, array(map('center_type', 1), map('center_type', 6)))", "one entry");
  }

  @Test
  void theOnlyBlockNeedsNoKey() {
    assertThat(SPARK.sql("SELECT tm_values(tensormap) FROM dipoles").first().<Double>getList(0))
        .containsExactly(1.0, 2.0, 3.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tm_keys(m)",
        "tm_print(m)",
        "tm_values(m, map('a', 1))",
        "tm_slice(m, 'samples', map('a', 1))",
        "tm_add(m, m)",
        "tm_explode_values(m)",
        "tm_keys(NULL)",
        "tm_join(m)",
        "tm_keys_to_samples(X'00', CAST(NULL AS STRING))",
        "tm_values(X'00', NULL)",
        "tensormap.tm_keys(m)",
        "tensormap.tm_join(m)"
      })
  void nullGivesNull(String call) {
    Row row = SPARK.sql("SELECT " + call + " FROM VALUES (CAST(NULL AS BINARY)) AS t(m)").first();

    assertThat(row.isNullAt(0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tm_keys(m)",
        "tm_num_blocks(m)",
        "tm_abs(m)",
        "tm_join(m)",
        "tensormap.tm_keys(m)"
      })
  void bytesThatAreNoTensorMapAreRefused(String call) {
    for (String bytes : List.of("", "6E6F206D6170", "504B0304", "FFFFFFFF10000000")) {
      Dataset<Row> rows = SPARK.sql("SELECT " + call + " FROM VALUES (X'" + bytes + "') AS t(m)");

      assertThatThrownBy(rows::collectAsList)
          .hasStackTraceContaining("TENSORMAP_INVALID_BINARY")
          .hasStackTraceContaining("is not a tensor map");
    }
  }

  @Test
  void wrongNumbersOfArgumentsAreRefusedWithTheUsage() {
    for (String prefix : List.of("", "tensormap.")) {
      assertThatThrownBy(() -> SPARK.sql("SELECT " + prefix + "tm_keys()"))
          .isInstanceOf(TensorMapException.class)
          .hasMessageStartingWith("[TENSORMAP_WRONG_NUM_ARGS]")
          .hasMessageContaining("tm_keys takes 1 argument, got 0")
          .hasMessageContaining("tm_keys(tensormap) - Returns the keys");
      assertThatThrownBy(() -> SPARK.sql("SELECT " + prefix + "tm_shape(X'', 1, 2)"))
          .hasMessageContaining("tm_shape takes 1 to 2 arguments, got 3")
          .hasMessageContaining("tm_shape(tensormap[, key])");
    }
    assertThatThrownBy(() -> SPARK.sql("SELECT tensormap.tm_predict()"))
        .hasMessageStartingWith("[TENSORMAP_WRONG_NUM_ARGS]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "tm_keys('text'); 'tensormap'; a tensor map as BINARY; STRING",
        "tm_values(X'', 6); 'key'; map('dimension', value, ...); INT",
        "tm_values(X'', map(1, 2)); 'key'; map('dimension', value, ...); MAP<INT, INT>",
        "tm_keys_to_samples(X'', 1); 'names'; a string or an array of strings; INT",
        "tm_add(X'', 'a'); 'other'; a tensor map as BINARY or a number; STRING",
        "tm_join(X'', 1); 'axis'; the name of an axis; INT",
        "tm_sort(X'', 'keys', 1); 'descending'; true or false; INT",
        "tm_permute_dimensions(X'', 'keys', array('a')); 'order'; an array of integers; ARRAY<STRING>",
        "tm_split(X'', 'samples', map('a', 1)); 'selections'; an array of selections; MAP<STRING, INT>",
        "tm_split(X'', 'samples', array(1)); 'selections'; an array of selections; ARRAY<INT>",
        "tm_one_hot(X'', map('a', 1)); 'labels'; map('dimension', value, ...); BINARY",
        "tm_lstsq(X'', X'', 'gels'); 'rcond'; a number; STRING"
      })
  void argumentsOfTheWrongTypeAreNamed(String call, String name, String expected, String got) {
    for (String prefix : List.of("", "tensormap.")) {
      assertThatThrownBy(() -> SPARK.sql("SELECT " + prefix + call))
          .isInstanceOf(TensorMapException.class)
          .hasMessageStartingWith("[TENSORMAP_WRONG_ARG_TYPE]")
          .hasMessageContaining(name)
          .hasMessageContaining(expected)
          .hasMessageContaining("got " + got);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "tm_slice(tensormap, 'rows', map('system', 1)); 'rows' is not a valid axis",
        "tm_slice(tensormap, 'keys', map('system', 1)); 'keys' is not a valid axis",
        "tm_slice(tensormap, 'samples', map('molecule', 1)); invalid sample name 'molecule'",
        "tm_slice(tensormap, 'samples', map('system', 5000000000)); out of the range of labels",
        "tm_slice(tensormap, 'samples', array(map('system', 1), map('atom', 1))); same dimensions",
        "tm_slice(tensormap, 'samples', map('system', CAST(NULL AS INT))); NULL",
        "tm_slice(tensormap, 'properties', array(2)); position 2 is out of bounds",
        "tm_filter_blocks(tensormap, filter(array(map('a', 1)), x -> false)); an empty array",
        "tm_keys_to_samples(tensormap, 'species'); species",
        "tm_to(tensormap, 'float128'); 'float128' is not one of",
        "tm_to(tensormap, 'int16'); 'int16' is not one of",
        "tm_add(tensormap, tm_drop_blocks(tensormap, map('center_type', 1))); add",
        "tm_dot(tensormap, tensormap); gradients",
        "tm_split(tensormap, 'samples', array(map('system', 1), NULL)); NULL, got it at position 1",
        "tm_split(tensormap, 'samples', array(map('system', 1), map('a', 1))); invalid sample name 'a'",
        "tm_solve(tensormap, tensormap); a square 2D array, got one of shape (3, 2)",
        "tm_lstsq(tensormap, tm_remove_gradients(tensormap)); gradient parameters, got [strain] and []",
        "tm_lstsq(tensormap, tensormap, 0.1, 'qr'); no driver 'qr'",
        "tm_one_hot(tm_keys(tensormap), map('center_type', 1)); center_type=6 is present",
        "tm_one_hot(tm_keys(tensormap), map('a', 1)); a",
        "tm_remove_dimension(tensormap, 'samples', 'system'); [1] is already present",
        "tm_append_dimension(tensormap, 'samples', 'not a name', 1); not a name"
      })
  void whatAFunctionCanNotDoIsSaidWithItsName(String call, String problem) {
    assertFailure(call, problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "tm_to(tensormap, 'Float32'); tm_to(tensormap, 'float32')",
        "tm_sort(tensormap, 'SAMPLES', true); tm_sort(tensormap, 'samples', true)",
        "tm_slice(tensormap, 'Samples', map('system', 0)); tm_slice(tensormap, 'samples',"
            + " map('system', 0))",
        "tm_join(tensormap, 'Properties', 'UNION'); tm_join(tensormap, 'properties', 'union')"
      })
  void upperAndLowerCaseAreTheSameInChoices(String call, String same) {
    assertThat((byte[]) select(call).get(0)).isEqualTo((byte[]) select(same).get(0));
  }

  @Test
  void whatIsNoChoiceOfAJoinIsSaidWithItsName() {
    assertFailure("tm_join(tensormap, 'rows')", "tm_join: 'rows' is not a valid axis");
    assertFailure("tm_join(tensormap, 'samples', 'all')", "tm_join: 'all' is not one of error");
  }

  @Test
  void partsHaveAllEntriesOfTheirLabels() {
    List<Long> counts =
        select(
                "transform(tm_split(tensormap, 'samples', array("
                    + "array(map('system', 0), map('system', 1)), array(map('system', 7)))),"
                    + " part -> tm_shape(part, map('center_type', 1))[0])")
            .getList(0);
    assertThat(counts).containsExactly(3L, 0L);
    assertThat(
            select(
                    "tm_split(tensormap, 'samples', array(named_struct('names', array('system'),"
                        + " 'values', array(array(0)))))[0]"
                        + " = tm_slice(tensormap, 'samples', map('system', 0))")
                .getBoolean(0))
        .isTrue();
    assertThat(
            select("tm_split(tensormap, 'samples', filter(array(map('system', 0)), x -> false))")
                .getList(0))
        .isEmpty();
  }

  @Test
  void partsCanBeChosenByPosition() {
    assertThat(
            select(
                    "transform(tm_split(tensormap, 'properties', array(array(1), array(0, 1),"
                        + " array_remove(array(7), 7))),"
                        + " part -> tm_shape(part, map('center_type', 1))[1])")
                .getList(0))
        .isEqualTo(List.of(1L, 2L, 0L));
    assertThat(
            select(
                    "tm_slice(tensormap, 'properties', array(1L))"
                        + " = tm_slice(tensormap, 'properties', map('n', 1))")
                .getBoolean(0))
        .isTrue();
  }

  @Test
  void leastSquaresAreFoundByTheDriverThatIsAskedFor() {
    for (String options : List.of("", ", 1e-10", ", 1e-10, 'gelsd'")) {
      assertThat(
              select(
                      "tm_values(tm_lstsq(tensormap, tm_multiply(tensormap, 2)"
                          + options
                          + "), map('center_type', 1))")
                  .<Double>getList(0))
          .satisfiesExactly(
              value -> assertThat(value).isCloseTo(2, within(1e-9)),
              value -> assertThat(value).isCloseTo(0, within(1e-9)),
              value -> assertThat(value).isCloseTo(0, within(1e-9)),
              value -> assertThat(value).isCloseTo(2, within(1e-9)));
    }
  }

  @Test
  void oneHotEncodingsHaveTheOrderOfTheDimension() {
    assertThat(
            select(
                    "CAST(tm_one_hot(tm_keys(tensormap),"
                        + " array(map('center_type', 8), map('center_type', 6), map('center_type', 1)))"
                        + " AS STRING)")
                .getString(0))
        .isEqualTo("[[0, 0, 1], [0, 1, 0]]");
    assertThat(
            select(
                    "size(tm_one_hot(tm_keys(tm_drop_blocks(tensormap, tm_keys(tensormap))),"
                        + " map('center_type', 1)))")
                .getInt(0))
        .isZero();
  }

  @Test
  void valuesThatDoublesCanNotHoldAreRefused() {
    assertFailure(
        "tm_values(tm_to(tm_add(tensormap, 9007199254740992), 'int64'), map('center_type', 6))",
        "is not exact as a double");
    assertThat(
            select("tm_values(tm_to(tensormap, 'int8'), map('center_type', 1))").<Double>getList(0))
        .containsExactly(1.0, -2.0, 3.0, 4.0, 5.0, 6.0);
    assertThat(
            select("tm_values(tm_to(tensormap, 'float16'), map('center_type', 1))")
                .<Double>getList(0))
        .containsExactly(1.0, -2.0, 3.0, 4.0, 5.0, 6.0);
  }

  @Test
  void metadataIsReadWithoutTheValues() throws IOException {
    byte[] bytes;
    try (HostNDManager manager = HostNDManager.newManager()) {
      bytes = Mts.saveBuffer(SmallMaps.features(manager));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int damaged = 0;
    for (int i = 0; i + 8 <= bytes.length; i++) {
      if (buffer.getDouble(i) == 10.0) {
        buffer.putDouble(i, 11.0);
        damaged++;
      }
    }
    assertThat(damaged).isEqualTo(1);
    binary(bytes).createOrReplaceTempView("damaged");

    String metadata =
        "tm_num_blocks(m), tm_keys(m), tm_sample_names(m), tm_gradients(m), tm_info(m), tm_dtype(m),"
            + " tm_print(m), tm_samples(m, map('center_type', 6)), tm_values(m, map('center_type',"
            + " 1))";
    assertThat(SPARK.sql("SELECT " + metadata + " FROM damaged").first().getInt(0)).isEqualTo(2);
    assertThatThrownBy(
            () ->
                SPARK
                    .sql("SELECT tm_values(m, map('center_type', 6)) FROM damaged")
                    .collectAsList())
        .hasStackTraceContaining("TENSORMAP_INVALID_BINARY");
  }

  @Test
  void labelsAreMadeOnlyOfTheBlocksThatAreAskedFor() {
    byte[] bytes;
    try (HostNDManager manager = HostNDManager.newManager()) {
      TensorBlock sound = SmallMaps.part(manager, 0).block();
      TensorBlock damaged =
          new TensorBlock(
              sound.values(),
              Labels.assumeUnique(sound.samples().names(), new int[] {0, 0, 0, 0}),
              List.of(),
              sound.properties());
      bytes =
          TensorMapBinary.encode(
              new TensorMap(Labels.range("center_type", 2), List.of(sound, damaged)));
    }
    binary(bytes).createOrReplaceTempView("damaged");

    Row row =
        SPARK
            .sql(
                "SELECT tm_num_blocks(m), tm_keys(m), tm_gradients(m), tm_info(m), tm_dtype(m),"
                    + " tm_print(m), tm_shape(m, map('center_type', 1)),"
                    + " tm_samples(m, map('center_type', 0)), tm_values(m, map('center_type', 0))"
                    + " FROM damaged")
            .first();
    assertThat(row.getInt(0)).isEqualTo(2);
    assertThat(row.<Long>getList(6)).containsExactly(2L, 2L);
    assertThatThrownBy(
            () ->
                SPARK
                    .sql("SELECT tm_samples(m, map('center_type', 1)) FROM damaged")
                    .collectAsList())
        .hasStackTraceContaining("TENSORMAP_INVALID_BINARY")
        .hasStackTraceContaining("[0, 0] is already present");
  }

  @Test
  void functionsAreCalledByNameFromDataFrames() {
    Dataset<Row> features = SPARK.table("features");

    for (String name : List.of("tm_num_blocks", "TM_NUM_BLOCKS", "tensormap.tm_num_blocks")) {
      assertThat(
              features
                  .select(functions.call_function(name, functions.col("tensormap")))
                  .first()
                  .getInt(0))
          .isEqualTo(2);
      assertThat(features.selectExpr(name + "(tensormap)").first().getInt(0)).isEqualTo(2);
    }
    assertThat(
            SPARK
                .table("parts")
                .agg(functions.call_function("tm_join", functions.col("tensormap")))
                .count())
        .isEqualTo(1);
  }

  @Test
  void unknownFunctionsOfTheCatalogAreNotFound() {
    assertThatThrownBy(() -> SPARK.sql("SELECT tensormap.tm_nothing(1)"))
        .hasMessageContaining("tm_nothing");
    assertThatThrownBy(() -> SPARK.sql("SELECT tensormap.other.tm_keys(X'')"))
        .hasMessageContaining("tm_keys");
  }

  @Test
  void theSameCallIsOneExpression() {
    assertThat(
            SPARK
                .sql("SELECT tm_shape(tensormap), count(*) FROM parts GROUP BY tm_shape(tensormap)")
                .collectAsList())
        .singleElement()
        .satisfies(row -> assertThat(row.getLong(1)).isEqualTo(2));
  }

  @Test
  void callsWorkInsideHigherOrderFunctionsAndWithoutGeneratedCode() {
    String query = "SELECT transform(collect_list(tensormap), x -> tm_shape(x)[0]) FROM parts";
    assertThat(SPARK.sql(query).first().<Long>getList(0)).containsExactly(2L, 2L);
    SPARK.conf().set("spark.sql.codegen.wholeStage", "false");
    SPARK.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    try {
      assertThat(SPARK.sql(query).first().<Long>getList(0)).containsExactly(2L, 2L);
    } finally {
      SPARK.conf().unset("spark.sql.codegen.wholeStage");
      SPARK.conf().unset("spark.sql.codegen.factoryMode");
    }
  }

  @Test
  void callsOfConstantsAreComputedWhenTheQueryIsPlanned() {
    byte[] bytes;
    try (HostNDManager manager = HostNDManager.newManager()) {
      bytes = TensorMapBinary.encode(SmallMaps.features(manager));
    }
    Dataset<Row> constant =
        SPARK.sql("SELECT tm_num_blocks(X'" + HexFormat.of().formatHex(bytes) + "')");

    assertThat(constant.first().getInt(0)).isEqualTo(2);
    assertThat(
            ((org.apache.spark.sql.classic.Dataset<Row>) constant)
                .queryExecution()
                .optimizedPlan()
                .toString())
        .doesNotContain("tm_num_blocks(0x");
  }

  @Test
  void operationsOnArrowAndMtsBytesAreTheSame() {
    for (String call :
        List.of(
            "tm_keys(%s)",
            "tm_values(tm_abs(%s), map('center_type', 1))", "tm_print(%s)", "tm_gradients(%s)")) {
      Row row =
          SPARK
              .sql(
                  "SELECT "
                      + String.format(call, "tensormap")
                      + ", "
                      + String.format(call, "tm_to_mts(tensormap)")
                      + " FROM features")
              .first();
      assertThat(row.get(0)).isEqualTo(row.get(1));
    }
  }

  @Test
  void modelsAreCalledThroughTheCatalogIfTheyReturnATensorMap() {
    String features = "binaryFile.`" + Fixtures.molecules("features") + "`";
    String call = "tm_predict('" + Fixtures.molecules("energy.pt") + "', content)";

    Row row =
        SPARK
            .sql(
                "SELECT count(*), count_if(" + call + " = tensormap." + call + ") FROM " + features)
            .first();
    assertThat(row.getLong(0)).isEqualTo(4);
    assertThat(row.getLong(1)).isEqualTo(4);

    Dataset<Row> labels =
        SPARK.sql(
            "SELECT tensormap.tm_predict('"
                + Fixtures.recorded("map_info", "model.pt")
                + "', content) FROM "
                + features);
    assertThatThrownBy(labels::collectAsList)
        .hasStackTraceContaining("[TENSORMAP_MODEL_RESULT_TYPE]");
  }

  private static Row select(String expression) {
    return SPARK.sql("SELECT " + expression + " FROM features").first();
  }

  private static void assertFailure(String call, String problem) {
    Dataset<Row> rows = SPARK.sql("SELECT " + call + " FROM features");
    assertThatThrownBy(rows::collectAsList)
        .as(call)
        .hasStackTraceContaining("[TENSORMAP_FUNCTION_FAILED] tm_")
        .hasStackTraceContaining(problem);
  }

  private static Dataset<Row> binary(byte[] bytes) {
    return SPARK.createDataFrame(
        List.of(RowFactory.create(bytes)), new StructType().add("m", DataTypes.BinaryType));
  }
}
