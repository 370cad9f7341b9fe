package org.tensormap.spark.cli;

import java.io.IOException;
import java.util.List;
import org.tensormap.spark.plot.Plot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Draws which blocks there are. Neither starts Spark nor reads values. */
@Command(
    name = "occupancy",
    sortOptions = false,
    description = {
      "Draw which blocks a dataset or .mts files have, colored by the number of samples in each.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = {"  tensormap plot occupancy features --output occupancy.png"})
final class PlotOccupancyCommand extends CommonOptions {
  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "A dataset, or .mts files: one, a directory or a glob.")
  private List<String> paths;

  @Mixin private PlotOptions plot;

  @Override
  public Integer call() throws IOException {
    plot.check();
    MapOverview overview = MapOverview.of(TensorMapFiles.find(paths, settings()));
    plot.write(() -> Plot.occupancy(overview.keys(), overview.samples()), err());
    return 0;
  }
}
