package org.tensormap.spark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;

/**
 * Compiles and runs the Java of the documentation. The blocks of a page are run one after the
 * other, on files of its own; a comment behind a {@code println} is what it prints.
 */
class JavaBlocksTest {
  private static final SparkSession SPARK = TestSession.get();
  private static final Pattern PRINTED = Pattern.compile("System\\.out\\.println\\(.*// (.*)");

  @TempDir private static Path directory;
  private static SamplePaths sample;

  @BeforeAll
  static void createFiles() throws IOException {
    sample = SamplePaths.create(directory.resolve("sample"), SPARK);
  }

  @TestFactory
  Stream<DynamicContainer> everyBlockRunsAndPrintsWhatItsCommentsSay() {
    return Page.all().stream()
        .filter(page -> !page.blocks("java").isEmpty())
        .map(page -> dynamicContainer(page.name(), tests(page)));
  }

  private static List<DynamicTest> tests(Page page) {
    List<DynamicTest> tests = new ArrayList<>();
    Path own = directory.resolve(page.name().replace('/', '-'));
    tests.add(dynamicTest("files", () -> sample.copyTo(own)));
    SamplePaths paths = new SamplePaths(own);
    for (Page.Block block : page.blocks("java")) {
      String place = page.name() + ":" + block.line();
      tests.add(
          dynamicTest(
              place,
              () -> {
                JavaCode code =
                    JavaCode.compile(
                        place, paths.in(block.text()), own.resolve("classes-" + block.line()));
                String printed = printed(code);
                PRINTED
                    .matcher(block.text())
                    .results()
                    .forEach(match -> assertThat(printed.lines()).contains(match.group(1)));
              }));
    }
    return tests;
  }

  private static String printed(JavaCode code) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      code.run(SPARK);
      for (StreamingQuery query : SPARK.streams().active()) {
        query.awaitTermination();
      }
    } finally {
      System.setOut(console);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
