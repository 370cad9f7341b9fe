package org.tensormap.spark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.tensormap.spark.plot.Plot;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What commands that draw have in common. */
final class PlotOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      order = 90,
      description = "The picture to write, or replace: PNG or SVG by its extension.")
  private Path output;

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      order = 91,
      description = "A title above the plot.")
  private String title;

  /** Refuses what can not be written, before anything is computed. */
  void check() {
    String name = output.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".png") && !name.endsWith(".svg")) {
      throw new ParameterException(
          spec.commandLine(), "--output must end in .png or .svg, got " + output);
    }
    Path directory = output.toAbsolutePath().getParent();
    if (!Files.isDirectory(directory)) {
      throw new CommandException("there is no directory " + directory);
    }
  }

  /** Draws and writes a plot. */
  void write(Supplier<Plot> drawing, PrintWriter err) throws IOException {
    Plot plot;
    try {
      plot = drawing.get();
    } catch (IllegalArgumentException e) {
      throw new CommandException(e.getMessage(), e);
    }
    if (title != null) {
      plot.title(title);
    }
    plot.save(output);
    err.println("Wrote " + output + ": " + Files.size(output) + " bytes");
  }
}
