package org.tensormap.spark.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page about functions, which is what they say of themselves below an introduction.
 *
 * <p>With the system property {@value #WRITE} the test writes the page instead, after a change of a
 * function.
 */
class FunctionsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "functions.md");
  private static final String WRITE = "documentation.write";
  private static final int LINE = 120;

  private static final Map<String, List<SqlFunction>> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put("Models", List.of(new PredictBuilder()));
    SECTIONS.put("Metadata", MetadataFunctions.ALL);
    SECTIONS.put("Values, rows and files", ValueFunctions.ALL);
    SECTIONS.put("Structure", StructureFunctions.ALL);
    SECTIONS.put("Arithmetic and comparison", ArithmeticFunctions.ALL);
    SECTIONS.put("Reductions", ReductionFunctions.ALL);
    SECTIONS.put("Aggregates", List.of(new JoinFunction()));
  }

  @Test
  void thePageTellsWhatEveryFunctionSays() throws IOException {
    String introduction = Files.readString(PAGE).split("\n## ", 2)[0];
    String page = introduction.strip() + "\n\n" + sections();
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as("docs/functions.md; run this test with -D%s=true to write it again", WRITE)
        .isEqualTo(page);
  }

  @Test
  void everyFunctionIsInASection() {
    assertThat(SECTIONS.values().stream().flatMap(List::stream).map(SqlFunction::name).toList())
        .containsExactlyInAnyOrderElementsOf(
            SqlFunctions.all().stream().map(function -> function.name()).toList());
  }

  private static String sections() {
    return SECTIONS.entrySet().stream()
        .map(
            section ->
                "## "
                    + section.getKey()
                    + "\n"
                    + section.getValue().stream()
                        .map(FunctionsPageTest::entry)
                        .collect(Collectors.joining()))
        .collect(Collectors.joining("\n"));
  }

  private static String entry(SqlFunction function) {
    String examples =
        function.examples().stream()
            .map(
                example ->
                    "\n```sql\n"
                        + example.query().replace("_FUNC_", function.name())
                        + ";\n```\n\n```\n"
                        + example.result()
                        + "\n```\n")
            .collect(Collectors.joining());
    return "\n### `"
        + function.signature()
        + "`\n\n"
        + wrapped(function.purpose())
        + "\n"
        + examples;
  }

  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int length = 0;
    for (String word : text.split(" ", -1)) {
      boolean breaks = length + 1 + word.length() > LINE;
      lines.append(lines.isEmpty() ? "" : breaks ? "\n" : " ").append(word);
      length = lines.isEmpty() || breaks ? word.length() : length + 1 + word.length();
    }
    return lines.toString();
  }
}
