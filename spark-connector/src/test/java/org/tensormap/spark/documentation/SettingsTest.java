package org.tensormap.spark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The settings and options in the documentation, compared with the sources. */
class SettingsTest {
  private static final Pattern SETTING_IN_SOURCES =
      Pattern.compile("\"(spark\\.tensormap\\.[A-Za-z.]+)\"");
  private static final Pattern SETTING = Pattern.compile("\\b(spark\\.tensormap\\.[A-Za-z.]*\\w)");

  @Test
  void theDefaultsListEverySettingAndNoOther() throws IOException {
    assertThat(settings("conf/spark-defaults.conf")).isEqualTo(existing());
  }

  @Test
  void thePageAboutDeploymentListsEverySettingAndNoOther() throws IOException {
    assertThat(settings("docs/deployment.md")).isEqualTo(existing());
  }

  @Test
  void noPageNamesASettingThatDoesNotExist() throws IOException {
    Set<String> existing = existing();
    for (Page page : Page.all()) {
      assertThat(existing).as(page.name()).containsAll(settings(page.name()));
    }
  }

  private static Set<String> existing() throws IOException {
    return Sources.matches(SETTING_IN_SOURCES);
  }

  private static Set<String> settings(String page) {
    return SETTING
        .matcher(Page.of(page).text())
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
