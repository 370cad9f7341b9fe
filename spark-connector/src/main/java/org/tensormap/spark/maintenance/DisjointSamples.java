package org.tensormap.spark.maintenance;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensormap.Labels;
import org.tensormap.TensorMap;

/**
 * The samples of tensor maps that are to be joined, which must not have any in common: two shards
 * of a dataset may, if something was appended twice, but two rows of a block may not.
 */
final class DisjointSamples {
  private final Map<IntBuffer, Set<IntBuffer>> samplesByKey = new HashMap<>();

  /** Takes a map in, unless it has a sample that is there already; then does nothing. */
  boolean add(TensorMap map) {
    List<Set<IntBuffer>> present = new ArrayList<>();
    for (int i = 0; i < map.size(); i++) {
      Set<IntBuffer> samples =
          samplesByKey.computeIfAbsent(row(map.keys(), i), key -> new HashSet<>());
      present.add(samples);
      Labels labels = map.block(i).samples();
      for (int row = 0; row < labels.size(); row++) {
        if (samples.contains(row(labels, row))) {
          return false;
        }
      }
    }
    for (int i = 0; i < map.size(); i++) {
      Labels labels = map.block(i).samples();
      for (int row = 0; row < labels.size(); row++) {
        present.get(i).add(row(labels, row));
      }
    }
    return true;
  }

  private static IntBuffer row(Labels labels, int row) {
    int dimensions = labels.dimensions();
    return labels.values().slice(row * dimensions, dimensions);
  }
}
