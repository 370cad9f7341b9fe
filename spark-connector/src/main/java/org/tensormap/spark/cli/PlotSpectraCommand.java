package org.tensormap.spark.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.HostNDManager;
import org.tensormap.TensorBlock;
import org.tensormap.io.MtsFile;
import org.tensormap.spark.plot.MeanSpectra;
import org.tensormap.spark.plot.Plot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws values over properties. Does not start Spark. */
@Command(
    name = "spectra",
    sortOptions = false,
    description = {
      "Draw the values of blocks over their properties: the mean over all samples of each block.",
      "",
      "Of more than eight blocks, those with the most samples are drawn. With components, their"
          + " norm is.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = {"  tensormap plot spectra features --key center_type=6 --output carbon.svg"})
final class PlotSpectraCommand extends CommonOptions {
  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "A dataset, or .mts files: one, a directory or a glob.")
  private List<String> paths;

  @Option(
      names = "--key",
      paramLabel = "NAME=VALUE",
      description = "Draw the blocks whose key has this value. Can be repeated.")
  private Map<String, Integer> key = new LinkedHashMap<>();

  @Mixin private PlotOptions plot;

  @Override
  public Integer call() throws IOException {
    plot.check();
    TensorMapFiles files = TensorMapFiles.find(paths, settings());
    List<MapOverview.Place> places = MapOverview.of(files).find(key);
    MeanSpectra spectra = new MeanSpectra();
    for (MapOverview.Place place : places) {
      try (MtsFile file = files.open(place.file());
          HostNDManager manager = HostNDManager.newManager();
          TensorBlock block = file.block(place.block()).load(manager)) {
        spectra.add(file.keys().entry(place.block()), block);
      } catch (IllegalArgumentException e) {
        throw new CommandException(e.getMessage() + "; choose blocks with --key", e);
      }
    }
    plot.write(() -> Plot.spectra(spectra), err());
    return 0;
  }
}
