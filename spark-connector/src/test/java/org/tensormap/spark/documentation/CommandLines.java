package org.tensormap.spark.documentation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.tensormap.spark.cli.TensorMapCommand;

/** The uses of {@code bin/tensormap} in the documentation. */
final class CommandLines {
  private static final String LAUNCHER = "bin/tensormap";

  /** Bash tells how it splits a line; with the path empty, other commands are not found. */
  private static final String BASH =
      "function " + LAUNCHER + " { printf '%s\\0' \"$@\" $'\\x01' >&3; }\nPATH=\n";

  private CommandLines() {}

  /**
   * What a command did.
   *
   * @param status its exit status
   * @param out its standard output
   * @param err its standard error
   */
  record Run(int status, String out, String err) {}

  static boolean isIn(Page.Block block) {
    return block.language().isEmpty() && block.text().contains(LAUNCHER + " ");
  }

  /** The arguments of each use in a block. */
  static List<List<String>> of(Page.Block block) throws IOException {
    Process bash =
        new ProcessBuilder("bash", "-c", "exec 3>&1 >/dev/null 2>&1\n" + BASH + block.text())
            .start();
    String words = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<List<String>> commands = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    for (String word : words.split("\0", 0)) {
      if (word.equals("\u0001")) {
        commands.add(arguments);
        arguments = new ArrayList<>();
      } else {
        arguments.add(word);
      }
    }
    return commands;
  }

  /** Runs a command in this JVM, in the session of the tests. */
  static Run run(List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        TensorMapCommand.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            arguments.toArray(String[]::new));
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
