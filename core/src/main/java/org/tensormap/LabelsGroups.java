package org.tensormap;

import java.nio.IntBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The distinct values of entries along some dimensions, and which of them each entry has.
 *
 * @param labels the distinct values, sorted
 * @param groups for each entry, the position of its values among these
 */
public record LabelsGroups(Labels labels, IntBuffer groups) {
  /**
   * Groups the entries of labels.
   *
   * @param labels the labels
   * @param names the dimensions that tell groups apart, in their new order; without any, all
   *     entries are one group, named {@code _}
   * @return the groups
   * @throws IllegalArgumentException if there is no such dimension
   */
  public static LabelsGroups of(Labels labels, List<String> names) {
    if (names.isEmpty()) {
      return new LabelsGroups(Labels.single(), IntBuffer.allocate(labels.size()));
    }
    int[] columns = names.stream().mapToInt(labels::dimensionIndex).toArray();
    int[] all = IntStream.range(0, labels.size()).toArray();
    LabelsRows rows =
        new LabelsRows(labels.hostValues(), labels.dimensions(), columns, labels.size());
    LabelsGroups groups = of(names, rows.at(all).values);
    return new LabelsGroups(groups.labels.toDeviceOf(labels), groups.groups);
  }

  /**
   * Groups rows, which may be repeated.
   *
   * @param names the names of the dimensions
   * @param values the values of the first row, then those of the second, …
   * @return the groups
   * @throws IllegalArgumentException if a name is not valid
   */
  public static LabelsGroups of(List<String> names, int[] values) {
    MergedRows merged = MergedRows.of(names, List.of(values), true, false);
    return new LabelsGroups(merged.labels(), IntBuffer.wrap(merged.positions(0)));
  }
}
