package org.tensormap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold between the keys and blocks of a tensor map. */
final class MapChecks {
  /**
   * The names of the dimensions of a block and, by parameter, of its gradients: the same for all
   * blocks.
   */
  private record Dimensions(
      List<String> samples,
      List<List<String>> components,
      List<String> properties,
      Map<String, Dimensions> gradients) {
    static Dimensions of(TensorBlock block) {
      List<List<String>> components = new ArrayList<>(block.components().size());
      for (Labels component : block.components()) {
        components.add(component.names());
      }
      Map<String, Dimensions> gradients = new HashMap<>();
      block.gradients().forEach((parameter, gradient) -> gradients.put(parameter, of(gradient)));
      return new Dimensions(
          block.samples().names(), components, block.properties().names(), gradients);
    }
  }

  private MapChecks() {}

  static void check(Labels keys, List<TensorBlock> blocks) {
    if (blocks.size() != keys.size()) {
      throw new IllegalArgumentException(
          "expected the same number of blocks as the number of entries in the keys ("
              + keys.size()
              + ") when creating a `TensorMap`, got "
              + blocks.size());
    }
    if (blocks.isEmpty()) {
      return;
    }
    TensorBlock first = blocks.get(0);
    Dimensions expected = Dimensions.of(first);
    for (int i = 1; i < blocks.size(); i++) {
      TensorBlock block = blocks.get(i);
      Dimensions dimensions = Dimensions.of(block);
      if (block.device().equals(first.device())
          && block.dtype() == first.dtype()
          && dimensions.equals(expected)) {
        continue;
      }
      String where = " (in the block for " + keys.entry(i).print() + ")";
      if (!block.device().equals(first.device())) {
        throw new IllegalArgumentException(
            "invalid tensor map: got blocks on different devices, at least '"
                + first.device()
                + "' and '"
                + block.device()
                + "' were detected"
                + where);
      }
      if (block.dtype() != first.dtype()) {
        throw new IllegalArgumentException(
            "invalid tensor map: got blocks with different dtypes, at least '"
                + DtypeNames.of(first.dtype())
                + "' and '"
                + DtypeNames.of(block.dtype())
                + "' were detected"
                + where);
      }
      checkDimensions(expected, dimensions, where);
    }
  }

  private static void checkDimensions(Dimensions expected, Dimensions got, String where) {
    checkNames("sample", expected.samples, got.samples, where);
    if (expected.components.size() != got.components.size()) {
      throw new IllegalArgumentException(
          "all blocks must contains the same set of components, the current block has "
              + got.components.size()
              + " components while the first block has "
              + expected.components.size()
              + where);
    }
    for (int i = 0; i < expected.components.size(); i++) {
      checkNames("component", expected.components.get(i), got.components.get(i), where);
    }
    checkNames("property", expected.properties, got.properties, where);
    if (!expected.gradients.equals(got.gradients)) {
      throw new IllegalArgumentException(
          "all blocks must have the same set of gradients, with the same sample, property and component"
              + " dimensions, and the same must be true for gradients of gradients; got "
              + got.gradients.keySet()
              + " and "
              + expected.gradients.keySet()
              + where);
    }
  }

  private static void checkNames(
      String kind, List<String> expected, List<String> got, String where) {
    if (!expected.equals(got)) {
      throw new IllegalArgumentException(
          "all blocks must have the same "
              + kind
              + " dimensions, got "
              + got
              + " and "
              + expected
              + where);
    }
  }
}
