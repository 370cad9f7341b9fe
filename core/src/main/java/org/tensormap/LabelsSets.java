package org.tensormap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.IntBuffer;
import java.util.Arrays;

/** Set operations and selections of labels, where they are: in the heap or on a GPU. */
final class LabelsSets {
  private LabelsSets() {}

  /** The entries of the first labels, then those of the second which are not among them. */
  static LabelsMapping union(Labels first, Labels second) {
    checkSameNames(first, second, "union");
    if (DeviceLabels.areOnOneGpu(first, second)) {
      return DeviceLabels.union(first, second);
    }
    int dimensions = first.dimensions();
    int[] secondMapping = positions(second, first);
    int size = first.size();
    for (int i = 0; i < secondMapping.length; i++) {
      if (secondMapping[i] < 0) {
        secondMapping[i] = size++;
      }
    }
    int[] values = Arrays.copyOf(first.hostValues(), Math.multiplyExact(size, dimensions));
    for (int i = 0; i < secondMapping.length; i++) {
      if (secondMapping[i] >= first.size()) {
        copyRow(second, i, values, secondMapping[i]);
      }
    }
    return new LabelsMapping(
        Labels.assumeUnique(first.names(), values),
        range(first.size()),
        IntBuffer.wrap(secondMapping));
  }

  /** The common entries, in the order of the labels with fewer entries (of the first if equal). */
  static LabelsMapping intersection(Labels first, Labels second) {
    checkSameNames(first, second, "intersection");
    if (DeviceLabels.areOnOneGpu(first, second)) {
      return DeviceLabels.intersection(first, second);
    }
    if (first.size() > second.size()) {
      LabelsMapping swapped = intersection(second, first);
      return new LabelsMapping(
          swapped.labels(), /* first= */ swapped.second(), /* second= */ swapped.first());
    }
    int[] found = positions(first, second);
    int[] secondMapping = new int[second.size()];
    Arrays.fill(secondMapping, -1);
    int size = 0;
    for (int i = 0; i < found.length; i++) {
      if (found[i] >= 0) {
        secondMapping[found[i]] = size;
        found[i] = size++;
      }
    }
    return new LabelsMapping(
        kept(first, found, size), IntBuffer.wrap(found), IntBuffer.wrap(secondMapping));
  }

  /** The entries of the first labels which are not among the second, in their order. */
  static LabelsDifference difference(Labels first, Labels second) {
    checkSameNames(first, second, "difference");
    if (DeviceLabels.areOnOneGpu(first, second)) {
      return DeviceLabels.difference(first, second);
    }
    int[] mapping = positions(first, second);
    int size = 0;
    for (int i = 0; i < mapping.length; i++) {
      mapping[i] = mapping[i] < 0 ? size++ : -1;
    }
    return new LabelsDifference(kept(first, mapping, size), IntBuffer.wrap(mapping));
  }

  /** The positions of the entries that match; see {@link Labels#select(Labels)}. */
  static int[] select(Labels labels, Labels selection) {
    if (DeviceLabels.areOnOneGpu(labels, selection)) {
      try (NDArray positions = DeviceLabels.select(labels, selection)) {
        return DeviceLabels.ints(positions).array();
      }
    }
    if (labels.size() == 0) {
      // as in the reference, where nothing looks at the names then
      return new int[0];
    }
    if (selection.names().equals(labels.names())) {
      return without(positions(selection, labels), -1);
    }
    int[] columns = selectedColumns(labels, selection);
    if (columns.length == 0) {
      return range(labels.size()).array();
    }
    int[] selected = new int[labels.size()];
    int[] found =
        selection
            .index()
            .find(new LabelsRows(labels.hostValues(), labels.dimensions(), columns, labels.size()));
    int count = 0;
    for (int row = 0; row < found.length; row++) {
      if (found[row] >= 0) {
        selected[count++] = row;
      }
    }
    return Arrays.copyOf(selected, count);
  }

  /** The positions of the entries that match, int64, on the manager's device. */
  static NDArray select(Labels labels, Labels selection, NDManager manager) {
    if (DeviceLabels.areOnOneGpu(labels, selection)) {
      return DeviceLabels.moved(
          DeviceLabels.select(labels, selection), manager.getDevice(), manager);
    }
    return manager.create(Arrays.stream(select(labels, selection)).asLongStream().toArray());
  }

  /** Where the dimensions of the selection are among those of the labels. */
  static int[] selectedColumns(Labels labels, Labels selection) {
    int[] columns = new int[selection.dimensions()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = labels.names().indexOf(selection.names().get(i));
      if (columns[i] < 0) {
        throw new IllegalArgumentException(
            "'"
                + selection.names().get(i)
                + "' in selection is not part of these Labels, which have "
                + labels.names());
      }
    }
    return columns;
  }

  /** The integers from 0 to {@code end} - 1. */
  static IntBuffer range(int end) {
    int[] range = new int[end];
    Arrays.setAll(range, i -> i);
    return IntBuffer.wrap(range);
  }

  static void checkSameNames(Labels first, Labels second, String operation) {
    if (!first.names().equals(second.names())) {
      throw new IllegalArgumentException(
          "can not take the "
              + operation
              + " of these Labels, they have different dimensions: "
              + first.names()
              + ", and "
              + second.names());
    }
  }

  /**
   * For each entry of some labels, its position in others with the same names, or -1.
   *
   * <p>Only one of the two is put into a table: the one that already is, else the smaller one.
   */
  private static int[] positions(Labels labels, Labels in) {
    if (in.isIndexed() || (!labels.isIndexed() && in.size() <= labels.size())) {
      return in.index().find(labels.rows());
    }
    int[] reverse = labels.index().find(in.rows());
    int[] positions = new int[labels.size()];
    Arrays.fill(positions, -1);
    for (int row = 0; row < reverse.length; row++) {
      if (reverse[row] >= 0) {
        positions[reverse[row]] = row;
      }
    }
    return positions;
  }

  /** The entries with a new position, which are in the same order as before. */
  private static Labels kept(Labels labels, int[] newPositions, int size) {
    int[] values = new int[size * labels.dimensions()];
    for (int row = 0; row < newPositions.length; row++) {
      if (newPositions[row] >= 0) {
        copyRow(labels, row, values, newPositions[row]);
      }
    }
    return Labels.assumeUnique(labels.names(), values);
  }

  private static void copyRow(Labels from, int row, int[] to, int newRow) {
    int dimensions = from.dimensions();
    int[] values = from.hostValues();
    for (int i = 0; i < dimensions; i++) {
      to[newRow * dimensions + i] = values[row * dimensions + i];
    }
  }

  private static int[] without(int[] values, int unwanted) {
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != unwanted) {
        values[count++] = values[i];
      }
    }
    return Arrays.copyOf(values, count);
  }
}
