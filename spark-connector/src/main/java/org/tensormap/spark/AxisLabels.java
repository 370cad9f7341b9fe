package org.tensormap.spark;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.tensormap.Labels;

/**
 * The labels of one axis, as the log of a dataset and the metadata of columns store them.
 *
 * @param names the names of the dimensions
 * @param values the values of the first entry, then those of the second, …
 */
public record AxisLabels(List<String> names, List<Integer> values) implements Serializable {
  /**
   * Creates labels.
   *
   * @param names the names of the dimensions
   * @param values the values of the first entry, then those of the second, …
   */
  public AxisLabels {
    names = List.copyOf(names);
    values = List.copyOf(values);
  }

  /**
   * Stores labels.
   *
   * @param labels the labels
   * @return the same in a form that can be stored
   */
  public static AxisLabels of(Labels labels) {
    int count = labels.size() * labels.dimensions();
    List<Integer> values = IntStream.range(0, count).mapToObj(labels.values()::get).toList();
    return new AxisLabels(labels.names(), values);
  }

  /**
   * Returns the labels that were stored.
   *
   * @return the labels
   * @throws IllegalArgumentException if they are not valid
   */
  public Labels toLabels() {
    return new Labels(names, values.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * Returns the number of entries.
   *
   * @return how many values an array has along this axis
   */
  public int size() {
    return names.isEmpty() ? 0 : values.size() / names.size();
  }
}
