package org.tensormap.spark.log;

import java.nio.IntBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensormap.Labels;

/** Collects the least and the greatest value of each sample dimension over several blocks. */
public final class SampleBounds {
  private final Map<String, Bounds> bounds = new TreeMap<>();

  /** Blocks of one map often share their samples, which need to be looked at only once. */
  private final Set<Labels> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Creates bounds over no samples. */
  public SampleBounds() {}

  /**
   * Takes the samples of a block in.
   *
   * @param samples the samples
   */
  public void add(Labels samples) {
    if (samples.size() == 0 || !seen.add(samples)) {
      return;
    }
    int dimensions = samples.dimensions();
    int[] min = new int[dimensions];
    int[] max = new int[dimensions];
    IntBuffer values = samples.values();
    values.get(0, min);
    values.get(0, max);
    for (int at = dimensions; at < values.limit(); at += dimensions) {
      for (int i = 0; i < dimensions; i++) {
        int value = values.get(at + i);
        min[i] = Math.min(min[i], value);
        max[i] = Math.max(max[i], value);
      }
    }
    List<String> names = samples.names();
    for (int i = 0; i < dimensions; i++) {
      bounds.merge(names.get(i), new Bounds(min[i], max[i]), Bounds::union);
    }
  }

  /**
   * Tells whether no samples were taken in.
   *
   * @return whether there are no bounds
   */
  public boolean isEmpty() {
    return bounds.isEmpty();
  }

  /**
   * Returns the bounds of one dimension.
   *
   * @param dimension its name
   * @return the bounds
   * @throws IllegalArgumentException if there is no such dimension
   */
  public Bounds of(String dimension) {
    Bounds found = bounds.get(dimension);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no sample dimension '" + dimension + "' among " + bounds.keySet());
    }
    return found;
  }

  /**
   * Returns the bounds of all dimensions.
   *
   * @return the bounds by name
   */
  public Map<String, Bounds> toMap() {
    return Map.copyOf(bounds);
  }
}
