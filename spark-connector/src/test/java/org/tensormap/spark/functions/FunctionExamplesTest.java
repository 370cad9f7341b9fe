package org.tensormap.spark.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.Fixtures;
import org.tensormap.spark.TestSession;

/** What {@code DESCRIBE FUNCTION} tells users. */
class FunctionExamplesTest {
  @TempDir private static Path directory;

  private static final SparkSession SPARK = TestSession.get();

  @BeforeAll
  static void createViews() throws IOException {
    SmallMaps.createViews(SPARK, directory);
    SPARK
        .read()
        .format("tensormap")
        .option("layout", "tensormap")
        .load(Fixtures.molecules("features").resolve("part-00000.mts").toString())
        .createOrReplaceTempView("molecules");
  }

  @TestFactory
  Stream<DynamicTest> everyExampleGivesTheResultThatIsPrintedWithIt() {
    return all()
        .flatMap(
            function ->
                function.examples().stream()
                    .map(
                        example ->
                            dynamicTest(
                                example.query().replace("_FUNC_", function.name()),
                                () -> check(function, example))));
  }

  @Test
  void everyExampleIsUnderstoodByTheNameInTheCatalog() {
    for (SqlFunction function : all().toList()) {
      for (SqlFunction.Example example : function.examples()) {
        assertThat(types(query(example, "tensormap." + function.name())))
            .isEqualTo(types(query(example, function.name())));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> everyFunctionIsDescribedWithItsExamples() {
    return all()
        .map(
            function ->
                dynamicTest(
                    function.name(),
                    () -> {
                      assertThat(function.examples()).isNotEmpty();
                      assertThat(text(SPARK.sql("DESCRIBE FUNCTION " + function.name())))
                          .contains(function.signature() + " - " + function.purpose());
                      assertThat(text(SPARK.sql("DESCRIBE FUNCTION EXTENDED " + function.name())))
                          .contains(
                              function.examples().get(0).query().replace("_FUNC_", function.name()))
                          .contains("`features` is a view");
                    }));
  }

  @Test
  void theCatalogListsAllFunctions() {
    List<String> listed =
        SPARK.sql("SHOW FUNCTIONS IN tensormap").collectAsList().stream()
            .map(row -> row.getString(0))
            .filter(name -> name.contains("tm_"))
            .map(name -> name.substring(name.indexOf("tm_")))
            .toList();

    assertThat(listed).containsAll(all().map(SqlFunction::name).toList());
  }

  private static Stream<SqlFunction> all() {
    return SqlFunctions.all().stream().map(SqlFunction.class::cast);
  }

  private static void check(SqlFunction function, SqlFunction.Example example) {
    assertThat(text(query(example, function.name())))
        .as(function.name())
        .isEqualTo(example.result());
  }

  private static Dataset<Row> query(SqlFunction.Example example, String name) {
    return SPARK.sql(
        example
            .query()
            .replace("_FUNC_", name)
            .replace("/models/energy.pt", Fixtures.molecules("energy.pt").toString()));
  }

  private static List<DataType> types(Dataset<Row> rows) {
    return Stream.of(rows.schema().fields()).map(StructField::dataType).toList();
  }

  /** Rows as {@code df.show()} has them, without its table. */
  private static String text(Dataset<Row> rows) {
    Column[] texts =
        Stream.of(rows.columns())
            .map(column -> rows.col("`" + column + "`").cast("string"))
            .toArray(Column[]::new);
    return rows.select(texts).collectAsList().stream()
        .map(
            row ->
                IntStream.range(0, row.length())
                    .mapToObj(i -> String.valueOf(row.get(i)))
                    .collect(Collectors.joining("  ")))
        .collect(Collectors.joining("\n"));
  }
}
