package org.tensormap.spark.maintenance;

import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * The component labels of the gradients of tensor maps that are to be joined. Those of one key must
 * be the same to be joined, and two shards of a dataset may have different ones, of which the log
 * tells nothing.
 */
final class GradientComponents {
  private final Map<Gradient, List<Labels>> components = new HashMap<>();

  /** A gradient, by the key of its block and the parameters that lead to it. */
  private record Gradient(IntBuffer key, String path) {}

  /** Whether a map has the same labels as those that were added, where they have the same key. */
  boolean fit(TensorMap map) {
    return of(map).entrySet().stream()
        .allMatch(
            gradient ->
                gradient
                    .getValue()
                    .equals(components.getOrDefault(gradient.getKey(), gradient.getValue())));
  }

  /** Takes in a map that fits. */
  void add(TensorMap map) {
    components.putAll(of(map));
  }

  private static Map<Gradient, List<Labels>> of(TensorMap map) {
    Map<Gradient, List<Labels>> found = new HashMap<>();
    int dimensions = map.keys().dimensions();
    for (int i = 0; i < map.size(); i++) {
      addGradients(map.block(i), map.keys().values().slice(i * dimensions, dimensions), "", found);
    }
    return found;
  }

  private static void addGradients(
      TensorBlock block, IntBuffer key, String path, Map<Gradient, List<Labels>> found) {
    block
        .gradients()
        .forEach(
            (parameter, gradient) -> {
              found.put(new Gradient(key, path + parameter), gradient.components());
              addGradients(gradient, key, path + parameter + "/", found);
            });
  }
}
