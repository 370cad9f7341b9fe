package org.tensormap.spark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about error messages, compared with the sources. */
class ErrorConditionsTest {
  private static final Pattern IN_SOURCES = Pattern.compile("\"(TENSORMAP_[A-Z_]+)\"");
  private static final Pattern IN_TABLE = Pattern.compile("(?m)^\\| `(TENSORMAP_[A-Z_]+)` \\|");

  @Test
  void everyConditionIsExplainedAndNoOther() throws IOException {
    Set<String> explained = new TreeSet<>();
    IN_TABLE
        .matcher(Page.of("docs/troubleshooting.md").text())
        .results()
        .forEach(
            match ->
                assertThat(explained.add(match.group(1)))
                    .as("%s is explained once", match.group(1))
                    .isTrue());

    assertThat(explained).containsExactlyInAnyOrderElementsOf(Sources.matches(IN_SOURCES));
  }
}
