package org.tensormap.spark.cli;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.display.Html;
import org.tensormap.io.MtsFile;

/** A page for a browser with the tensor map in some files. Blocks are read from the first file. */
final class HtmlPage {
  private HtmlPage() {}

  /**
   * Writes the page.
   *
   * @param page the file to write, or replace
   * @param selection values by name of key dimension, of the blocks to show; empty for all
   * @throws CommandException if a name is not one of the keys', or no block has these values
   */
  static void write(
      Path page, TensorMapFiles files, MapOverview overview, Map<String, Integer> selection)
      throws IOException {
    int[] shown = overview.indices(selection).stream().mapToInt(Integer::intValue).toArray();
    Labels keys = overview.keys().entries(shown);
    List<Shape> all = overview.shapes();
    List<Shape> shapes = overview.indices(selection).stream().map(all::get).toList();
    try (HostNDManager manager = HostNDManager.newManager()) {
      String map =
          Html.of(
              keys,
              shapes,
              overview.info(),
              index -> load(files, overview.places(shown[index]).get(0), manager));
      Files.writeString(page, Html.page(files.description(), map));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static TensorBlock load(
      TensorMapFiles files, MapOverview.Place place, HostNDManager manager) {
    try (MtsFile file = files.open(place.file())) {
      return file.block(place.block()).load(manager);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
