package org.tensormap.spark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TestSession;

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

  @Test
  void thePageAboutTheDataSourceListsEveryOption() {
    String page = Page.of("docs/data-source.md").text();

    assertThatThrownBy(
            () -> TestSession.get().read().format("tensormap").option("nosuch", 1).load("nowhere"))
        .isInstanceOfSatisfying(
            TensorMapException.class,
            unknown ->
                assertThat(namesInBrackets(unknown.getMessage()))
                    .contains("layout", "maxShardBytes")
                    .allSatisfy(option -> assertThat(page).contains("`" + option + "`")));
  }

  /** The names that the message lists, between its last brackets. */
  private static List<String> namesInBrackets(String message) {
    return List.of(
        message.substring(message.lastIndexOf('[') + 1, message.lastIndexOf(']')).split(", "));
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
