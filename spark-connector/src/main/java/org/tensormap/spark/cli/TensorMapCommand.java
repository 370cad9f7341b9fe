package org.tensormap.spark.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line of this project. */
@Command(
    name = "tensormap",
    description = {
      "Tensor maps for Apache Spark: batch featurization and inference with models exported from"
          + " Python, and tensor maps in Spark SQL.",
      "",
      "New here? Run 'tensormap quickstart'.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    subcommands = {
      QuickstartCommand.class,
      FeaturizeCommand.class,
      PredictCommand.class,
      BenchmarkCommand.class,
      ShowCommand.class,
      PlotCommand.class,
      SqlCommand.class,
      PortableCommand.class,
      CompletionCommand.class
    })
public final class TensorMapCommand implements Runnable {
  private static final Map<String, String> STATUS =
      new TreeMap<>(
          Map.of("0", "all went well", "1", "something failed", "2", "the command line is wrong"));

  @Spec private CommandSpec spec;

  @SuppressWarnings("unused") // picocli only wants to know of it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  /** Creates the command; the command line framework does. */
  public TensorMapCommand() {}

  /**
   * Runs a command and ends the JVM with its exit status, if that is not 0.
   *
   * @param arguments the command, its options and parameters
   */
  public static void main(String[] arguments) {
    int status = run(System.out, System.err, arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /**
   * Runs a command.
   *
   * @param out where results go
   * @param err where progress and errors go
   * @param arguments the command, its options and parameters
   * @return the exit status: 0 if all went well, 1 if something failed, 2 if the command line is
   *     wrong
   */
  public static int run(PrintStream out, PrintStream err, String... arguments) {
    CommandLine commandLine =
        new CommandLine(new TensorMapCommand())
            .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
            .setUsageHelpAutoWidth(true)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(TensorMapCommand::reportUsage)
            .setExecutionExceptionHandler(TensorMapCommand::reportFailure);
    documentStatus(commandLine);
    int status = execute(commandLine, arguments);
    commandLine.getOut().flush();
    commandLine.getErr().flush();
    return status;
  }

  /** Says in the help of every command what its exit status means. */
  private static void documentStatus(CommandLine commandLine) {
    commandLine
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit status:%n")
        .exitCodeList(STATUS);
    commandLine.getSubcommands().values().forEach(TensorMapCommand::documentStatus);
  }

  private static int execute(CommandLine commandLine, String[] arguments) {
    try {
      return commandLine.execute(arguments);
    } catch (LinkageError | VirtualMachineError e) {
      commandLine.getErr().println("error: " + ErrorText.of(e));
      e.printStackTrace(commandLine.getErr());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** Without a command, shows what commands there are. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int reportUsage(ParameterException exception, String[] arguments) {
    CommandLine command = exception.getCommandLine();
    command
        .getErr()
        .println(
            "error: "
                + exception.getMessage()
                + " (see '"
                + command.getCommandSpec().qualifiedName()
                + " --help')");
    return CommandLine.ExitCode.USAGE;
  }

  private static int reportFailure(Exception exception, CommandLine command, ParseResult parsed) {
    command.getErr().println("error: " + ErrorText.of(exception));
    if (command.getCommand() instanceof CommonOptions options && options.verbose()) {
      exception.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
