package org.tensormap.spark.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensormap.Labels;
import org.tensormap.LabelsEntry;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsFile;

/** What is in tensor maps, as programs read it: one object per block. Values are not read. */
final class MapJson {
  /**
   * A block.
   *
   * @param key the key, by dimension
   * @param shape the shape, of all files together
   * @param dtype the type of the values
   * @param samples the dimensions of the samples
   * @param components the dimension of each axis of components
   * @param properties the dimensions of the properties
   * @param gradients the parameters of the gradients
   */
  record Block(
      Map<String, Integer> key,
      List<Long> shape,
      String dtype,
      List<String> samples,
      List<String> components,
      List<String> properties,
      List<String> gradients) {}

  private final TensorMapFiles files;
  private final MapOverview overview;

  MapJson(TensorMapFiles files, MapOverview overview) {
    this.files = files;
    this.overview = overview;
  }

  /**
   * Describes the blocks whose keys have some values.
   *
   * @throws CommandException if a name is not one of the keys', or no block has these values
   */
  List<Block> blocks(Map<String, Integer> selection) throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (int index : overview.indices(selection)) {
      MapOverview.Place place = overview.places(index).get(0);
      try (MtsFile file = files.open(place.file())) {
        blocks.add(describe(index, file.block(place.block())));
      }
    }
    return blocks;
  }

  private Block describe(int index, MtsBlock block) throws IOException {
    long[] shape = overview.shapes().get(index).getShape();
    return new Block(
        byName(overview.keys().entry(index)),
        IntStream.range(0, shape.length).mapToObj(axis -> shape[axis]).toList(),
        block.dtype().name().toLowerCase(Locale.ROOT),
        block.samples().names(),
        block.components().stream().map(Labels::names).map(names -> names.get(0)).toList(),
        block.properties().names(),
        block.gradientsList());
  }

  private static Map<String, Integer> byName(LabelsEntry key) {
    Map<String, Integer> values = new LinkedHashMap<>();
    key.names().forEach(name -> values.put(name, key.get(name)));
    return Collections.unmodifiableMap(values);
  }
}
