package org.tensormap.spark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;

/**
 * Runs the SQL of the documentation. The blocks of a page are run one after the other, on files of
 * its own; an output below a block is what {@code show(false)} prints for its last statement.
 */
class SqlBlocksTest {
  private static final SparkSession SPARK = TestSession.get();

  @TempDir private static Path directory;
  private static SamplePaths sample;

  @BeforeAll
  static void createFiles() throws IOException {
    sample = SamplePaths.create(directory.resolve("sample"), SPARK);
  }

  @AfterAll
  static void dropTables() {
    for (Row table : SPARK.sql("SHOW TABLES").collectAsList()) {
      if (table.<String>getAs("tableName").startsWith("documented_")) {
        SPARK.sql("DROP TABLE " + table.getAs("tableName"));
      }
    }
  }

  /** The examples of functions are those of the functions themselves, which have their own test. */
  @TestFactory
  Stream<DynamicContainer> everyStatementRunsAndPrintsWhatThePageSays() {
    return Page.all().stream()
        .filter(page -> !page.name().equals("docs/functions.md"))
        .filter(page -> !page.blocks("sql").isEmpty())
        .map(page -> dynamicContainer(page.name(), tests(page)));
  }

  private static List<DynamicTest> tests(Page page) {
    List<DynamicTest> tests = new ArrayList<>();
    Path own = directory.resolve(page.name().replace('/', '-'));
    tests.add(dynamicTest("files", () -> sample.copyTo(own)));
    SamplePaths paths = new SamplePaths(own);
    for (Page.Block block : page.blocks("sql")) {
      tests.add(
          dynamicTest(
              page.name() + ":" + block.line(),
              () -> {
                String printed = run(paths.in(block.text())).replace(own.toString(), "");
                if (block.output() != null) {
                  assertThat(printed.strip()).isEqualTo(block.output().strip());
                }
              }));
    }
    return tests;
  }

  /** Runs statements, and returns what the last one prints. */
  private static String run(String statements) {
    String printed = "";
    for (String statement : statements.split(";\\s*(\n|$)", 0)) {
      printed = printed(SPARK.sql(statement));
    }
    return printed;
  }

  private static String printed(Dataset<Row> rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    scala.Console.withOut(
        out,
        () -> {
          rows.show(false);
          return null;
        });
    return out.toString(StandardCharsets.UTF_8);
  }
}
