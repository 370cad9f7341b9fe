package org.tensormap.spark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;

/** Runs each line of the Python in the documentation by the same methods of the JVM. */
class PySparkPageTest {
  private static final List<String> PAGES = List.of("README.md", "docs/pyspark.md");

  @TempDir private static Path directory;
  private static SamplePaths paths;

  @BeforeAll
  static void createFiles() throws IOException {
    paths = SamplePaths.create(directory, TestSession.get());
  }

  @TestFactory
  Stream<DynamicTest> everyLineRuns() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String page : PAGES) {
      PythonCode code = new PythonCode(TestSession.get());
      for (Page.Block block : Page.of(page).blocks("python")) {
        for (String statement : statements(block.text())) {
          tests.add(dynamicTest(statement, () -> run(code, statement)));
        }
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  /** A frame shows its errors when it is computed, so each is; that of an INSERT has no columns. */
  private static void run(PythonCode code, String statement) {
    if (code.run(paths.in(statement)) instanceof Dataset<?> rows && rows.columns().length > 0) {
      assertThat(rows.takeAsList(1)).isNotEmpty();
    }
  }

  /** A line that begins with a space or a bracket continues the one before. */
  private static List<String> statements(String text) {
    return Stream.of(text.split("\n(?![\\s)])"))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }
}
