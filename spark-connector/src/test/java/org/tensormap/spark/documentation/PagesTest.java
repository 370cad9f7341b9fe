package org.tensormap.spark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every page: lines are short, and links lead somewhere. */
class PagesTest {
  private static final int LONGEST_LINE = 120;
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  static Stream<Page> pages() {
    List<Page> pages = new ArrayList<>(Page.all());
    for (String name : List.of("ARCHITECTURE.md", "CONTRIBUTING.md", "notebooks/README.md")) {
      pages.add(Page.of(name));
    }
    return pages.stream();
  }

  /** Rows of tables can not be broken. */
  @ParameterizedTest
  @MethodSource("pages")
  void linesFitInAnEditor(Page page) {
    assertThat(page.lines())
        .allMatch(line -> line.startsWith("|") || line.length() <= LONGEST_LINE);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToFilesAndHeadings(Page page) {
    LINK.matcher(page.text())
        .results()
        .map(match -> match.group(1))
        .filter(link -> !link.startsWith("https://"))
        .forEach(link -> check(page, link));
  }

  private static void check(Page page, String link) {
    String[] parts = link.split("#", 2);
    Path file =
        parts[0].isEmpty()
            ? Page.ROOT.resolve(page.name())
            : Page.ROOT.resolve(page.name()).resolveSibling(parts[0]);
    assertThat(file.normalize()).exists();
    if (parts.length > 1) {
      assertThat(headings(Page.of(Page.ROOT.relativize(file.normalize()).toString())))
          .contains(parts[1]);
    }
  }

  /** The names by which links find headings, as GitHub makes them. */
  private static List<String> headings(Page page) {
    return HEADING
        .matcher(page.text())
        .results()
        .map(match -> match.group(1).toLowerCase(Locale.ROOT))
        .map(text -> text.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }
}
