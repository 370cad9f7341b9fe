package org.tensormap.spark.input;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tensormap.Labels;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsFile;
import org.tensormap.io.MtsPart;
import org.tensormap.spark.GradientSchema;
import org.tensormap.spark.TensorMapSchema;

/** Tells the schema of a file from its first block: all blocks of a tensor map have the same. */
public final class SchemaReader {
  private SchemaReader() {}

  /**
   * Reads a schema.
   *
   * @param file an open file
   * @return its schema; empty if there is no block
   * @throws IOException if the labels of the first block can not be read
   */
  public static Optional<TensorMapSchema> read(MtsFile file) throws IOException {
    if (file.keys().size() == 0) {
      return Optional.empty();
    }
    MtsBlock block = file.block(0);
    file.expect(
        block.withGradients(), EnumSet.of(MtsPart.SAMPLES, MtsPart.COMPONENTS, MtsPart.PROPERTIES));
    Map<String, GradientSchema> gradients = new TreeMap<>();
    addGradients(block, "", gradients);
    return Optional.of(
        new TensorMapSchema(
            file.keys().names(),
            block.samples().names(),
            componentNames(block),
            block.properties().names(),
            block.dtype(),
            gradients));
  }

  private static void addGradients(
      MtsBlock block, String path, Map<String, GradientSchema> gradients) throws IOException {
    for (String parameter : block.gradientsList()) {
      MtsBlock gradient = block.gradient(parameter);
      gradients.put(
          path + parameter,
          new GradientSchema(gradient.samples().names(), componentNames(gradient)));
      addGradients(gradient, path + parameter + "/", gradients);
    }
  }

  private static List<String> componentNames(MtsBlock block) throws IOException {
    return block.components().stream().map(Labels::names).flatMap(List::stream).toList();
  }
}
