package org.tensormap.spark.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command. */
abstract class CommonOptions implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--master",
      paramLabel = "URL",
      order = 100,
      description =
          "Where Spark runs, for example spark://host:7077. Default: that of spark-submit, else all"
              + " cores of this machine.")
  private String master;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      order = 101,
      description = "A setting of Spark. Can be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--verbose",
      order = 102,
      description = "When something fails, show where in the code.")
  private boolean verbose;

  @SuppressWarnings("unused") // picocli only wants to know of it
  @Option(
      names = {"-h", "--help"},
      order = 103,
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  /** An error for an option whose value makes no sense. */
  final ParameterException usageError(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  final Map<String, String> settings() {
    return settings;
  }

  final boolean verbose() {
    return verbose;
  }

  /** Where results go. */
  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Where progress goes. */
  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Spark for this command; the caller closes it. */
  final CommandSession startSpark() {
    return CommandSession.start(spec.qualifiedName(), master, settings);
  }
}
