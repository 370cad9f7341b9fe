package org.tensormap.spark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensormap.spark.ErrorCondition;

/** The page about error messages, compared with the conditions that there are. */
class ErrorConditionsTest {
  private static final Path SOURCE =
      Path.of("src", "main", "java", "org", "tensormap", "spark", "ErrorCondition.java");
  private static final Pattern EXPLAINED_IN_SOURCE =
      Pattern.compile("/\\*\\*([^/]*?)\\*/\\s+(TENSORMAP_[A-Z_]+)\\(");
  private static final Pattern EXPLAINED_IN_TABLE =
      Pattern.compile("(?m)^\\| `(TENSORMAP_[A-Z_]+)` \\| (.*?) \\| ");
  private static final Pattern USED =
      Pattern.compile("ErrorCondition\\s*\\.(TENSORMAP_[A-Z_]+)\\s*\\.error\\(");

  private static final List<String> CONDITIONS =
      Arrays.stream(ErrorCondition.values()).map(ErrorCondition::name).toList();

  @Test
  void everyConditionIsExplainedOnceAsInTheSourceAndNoOther() throws IOException {
    Map<String, String> inSource =
        EXPLAINED_IN_SOURCE
            .matcher(Files.readString(SOURCE))
            .results()
            .collect(Collectors.toMap(match -> match.group(2), match -> plain(match.group(1))));

    Map<String, String> inTable =
        EXPLAINED_IN_TABLE
            .matcher(Page.of("docs/troubleshooting.md").text())
            .results()
            .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2) + "."));

    assertThat(inSource).containsOnlyKeys(CONDITIONS);
    assertThat(inTable).containsExactlyInAnyOrderEntriesOf(inSource);
  }

  @Test
  void everyConditionIsThatOfAnError() throws IOException {
    assertThat(Sources.matches(USED)).containsExactlyInAnyOrderElementsOf(CONDITIONS);
  }

  /** A comment on one line, in Markdown. */
  private static String plain(String comment) {
    return comment
        .replaceAll("\\s*\\n\\s*\\*?\\s*", " ")
        .strip()
        .replaceAll("\\{@code ([^}]*)}", "`$1`");
  }
}
