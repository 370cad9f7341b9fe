package org.tensormap.spark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tensormap.spark.ErrorCondition;

/** The page about error messages, compared with the conditions that there are. */
class ErrorConditionsTest {
  private static final Pattern IN_SOURCES =
      Pattern.compile("ErrorCondition\\s*\\.(TENSORMAP_[A-Z_]+)\\s*\\.error\\(");
  private static final Pattern IN_TABLE = Pattern.compile("(?m)^\\| `(TENSORMAP_[A-Z_]+)` \\|");

  private static final List<String> CONDITIONS =
      Arrays.stream(ErrorCondition.values()).map(ErrorCondition::name).toList();

  @Test
  void everyConditionIsExplainedOnceAndNoOther() {
    List<String> explained =
        IN_TABLE
            .matcher(Page.of("docs/troubleshooting.md").text())
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(explained).containsExactlyInAnyOrderElementsOf(CONDITIONS);
  }

  @Test
  void everyConditionIsThatOfAnError() throws IOException {
    assertThat(Sources.matches(IN_SOURCES)).containsExactlyInAnyOrderElementsOf(CONDITIONS);
  }
}
