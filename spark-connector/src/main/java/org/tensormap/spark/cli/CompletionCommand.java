package org.tensormap.spark.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a script with which a shell completes commands and options. */
@Command(
    name = "completion",
    description = {
      "Print a script for bash and zsh that completes commands, options and files.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  source <(tensormap completion)")
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("unused") // picocli only wants to know of it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  @Override
  public void run() {
    spec.commandLine().getOut().print(AutoComplete.bash("tensormap", spec.parent().commandLine()));
  }
}
