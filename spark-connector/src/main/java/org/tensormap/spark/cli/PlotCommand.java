package org.tensormap.spark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Draws tensor maps and columns. */
@Command(
    name = "plot",
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    description = {"Draw tensor maps, or columns of a query, as a PNG or SVG file.", ""},
    footerHeading = "%nExample:%n",
    footer = {"  tensormap plot occupancy features --output occupancy.png"},
    subcommands = {
      PlotOccupancyCommand.class,
      PlotSpectraCommand.class,
      PlotHistogramCommand.class,
      PlotParityCommand.class
    })
final class PlotCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("unused") // picocli only wants to know of it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to plot: " + String.join(", ", spec.subcommands().keySet()));
  }
}
