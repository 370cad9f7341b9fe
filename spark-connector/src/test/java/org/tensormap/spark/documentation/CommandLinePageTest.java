package org.tensormap.spark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tensormap.spark.cli.TensorMapCommand;
import picocli.CommandLine;

/**
 * The page about the command line, compared with what commands say of themselves.
 *
 * <p>With the system property {@value #WRITE} the test writes their help into the page instead,
 * after a change of a command.
 */
class CommandLinePageTest {
  private static final String PAGE = "docs/command-line.md";
  private static final String WRITE = "documentation.write";
  private static final Pattern HEADING = Pattern.compile("(?m)^### `(tensormap [a-z ]+)`$");
  private static final Pattern HELP =
      Pattern.compile("(?<=\n```\n)Usage: (tensormap(?: [a-z]+)+) .*?(?=\n```\n)", Pattern.DOTALL);
  private static final Pattern STATUS = Pattern.compile("(?m)^  (\\d)   (.*)$");

  @Test
  void everyCommandHasASectionAndNoOther() {
    assertThat(named(HEADING)).containsExactlyElementsOf(commands());
  }

  @Test
  void everySectionEndsWithTheHelpOfItsCommand() throws IOException {
    String page = Page.of(PAGE).text();
    String updated =
        HELP.matcher(page).replaceAll(match -> Matcher.quoteReplacement(help(match.group(1))));
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(Path.of("..").resolve(PAGE), updated);
    }

    assertThat(named(HELP)).containsExactlyElementsOf(commands());
    assertThat(Page.of(PAGE).text())
        .as("%s; run this test with -D%s=true to write the help again", PAGE, WRITE)
        .isEqualTo(updated);
  }

  @Test
  void everyExitStatusIsExplained() {
    String page = Page.of(PAGE).text();
    List<MatchResult> statuses = STATUS.matcher(help("tensormap sql")).results().toList();

    assertThat(statuses).hasSize(3);
    statuses.forEach(
        status ->
            assertThat(page).contains("| " + status.group(1) + " | " + status.group(2) + " |"));
  }

  @Test
  void everyCommandWithTheOptionFormatSaysWhatItPrintsAsJson() {
    String rest = Page.of(PAGE).text().split("\n## Results for programs\n", 2)[1];
    String table = rest.split("\n## ", 2)[0];
    for (String command : commands()) {
      if (help(command).contains("--format")) {
        assertThat(table).contains("`" + command.replace("tensormap ", "") + "`");
      }
    }
  }

  private static List<String> named(Pattern pattern) {
    return pattern.matcher(Page.of(PAGE).text()).results().map(match -> match.group(1)).toList();
  }

  /** All commands, those of commands too, in the order of the help. */
  private static List<String> commands() {
    List<String> names = new ArrayList<>();
    collect(new CommandLine(new TensorMapCommand()), names);
    return names;
  }

  private static void collect(CommandLine command, List<String> names) {
    for (CommandLine each : command.getSubcommands().values()) {
      names.add(each.getCommandSpec().qualifiedName());
      collect(each, names);
    }
  }

  private static String help(String command) {
    List<String> words = new ArrayList<>(Arrays.asList(command.split(" ", 0)));
    words.remove(0);
    words.add("--help");
    return CommandLines.run(words).out().strip();
  }
}
