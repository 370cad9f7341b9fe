package org.tensormap.spark;

import java.io.Serializable;
import java.util.List;

/**
 * What the values of a sample of a block mean: the labels of all axes but the first.
 *
 * @param components the labels of the axes in the middle
 * @param properties the labels of the last axis
 */
public record ColumnLabels(List<AxisLabels> components, AxisLabels properties)
    implements Serializable {
  /**
   * The number of integers that a version of a log, or the metadata of a column, stores as labels
   * at most, to stay readable at once; labels beyond them are left out.
   */
  public static final int MAX_STORED = 1 << 18;

  /**
   * Creates labels.
   *
   * @param components the labels of the axes in the middle
   * @param properties the labels of the last axis
   */
  public ColumnLabels {
    components = List.copyOf(components);
  }

  /**
   * Returns what these labels count towards {@link #MAX_STORED}.
   *
   * @return how many integers they hold
   */
  public int storedValues() {
    return properties.values().size()
        + components.stream().mapToInt(axis -> axis.values().size()).sum();
  }
}
