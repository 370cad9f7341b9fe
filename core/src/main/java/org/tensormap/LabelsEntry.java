package org.tensormap;

import ai.djl.Device;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/** One row of a set of {@link Labels}: a value for each named dimension. Immutable. */
public final class LabelsEntry {
  private final Labels labels;
  private final int index;

  LabelsEntry(Labels labels, int index) {
    this.labels = labels;
    this.index = index;
  }

  /**
   * Returns the names of the dimensions.
   *
   * @return the names, in order
   */
  public List<String> names() {
    return labels.names();
  }

  /**
   * Returns the number of dimensions.
   *
   * @return the number of values in this entry
   */
  public int size() {
    return names().size();
  }

  /**
   * Returns the value of one dimension.
   *
   * @param dimension the position of the dimension, from 0
   * @return the value
   * @throws IndexOutOfBoundsException if there is no such dimension
   */
  public int get(int dimension) {
    return labels.get(index, dimension);
  }

  /**
   * Returns the value of one dimension.
   *
   * @param name the name of the dimension
   * @return the value
   * @throws IllegalArgumentException if there is no dimension with this name
   */
  public int get(String name) {
    return labels.get(index, labels.dimensionIndex(name));
  }

  /**
   * Returns the values of all dimensions.
   *
   * @return a new array with one value per dimension
   */
  public int[] values() {
    int[] values = new int[size()];
    labels.values().get(index * size(), values);
    return values;
  }

  /**
   * Returns where the labels of this entry are; its values are read to the heap.
   *
   * @return the device
   */
  public Device device() {
    return labels.device();
  }

  /**
   * Returns this entry as the reference prints it, for example {@code (system=0, atom=3)}.
   *
   * @return the names and values in parentheses
   */
  public String print() {
    StringJoiner joiner = new StringJoiner(", ", "(", ")");
    for (int dimension = 0; dimension < size(); dimension++) {
      joiner.add(names().get(dimension) + "=" + get(dimension));
    }
    return joiner.toString();
  }

  /** Two entries are equal if they have the same names and the same values, in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LabelsEntry entry
        && names().equals(entry.names())
        && Arrays.equals(values(), entry.values());
  }

  @Override
  public int hashCode() {
    return 31 * names().hashCode() + Arrays.hashCode(values());
  }

  /**
   * Returns {@code LabelsEntry} followed by what {@link #print()} gives.
   *
   * @return for example {@code LabelsEntry(system=0, atom=3)}
   */
  @Override
  public String toString() {
    return "LabelsEntry" + print();
  }
}
