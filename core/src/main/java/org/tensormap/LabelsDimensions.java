package org.tensormap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Labels with a dimension more or less, or in another order, where they are. */
final class LabelsDimensions {
  private LabelsDimensions() {}

  static Labels insert(Labels labels, int index, String name, int[] column) {
    List<String> names = namesWith(labels, index, name);
    if (column.length != labels.size()) {
      throw new IllegalArgumentException(
          "the new `values` contains "
              + column.length
              + " entries, but the Labels contains "
              + labels.size());
    }
    if (labels.device().isGpu()) {
      return Labels.assumeUnique(names, DeviceLabels.insert(labels.array(), index, column));
    }
    int before = labels.dimensions();
    int[] from = labels.hostValues();
    int[] to = new int[Math.multiplyExact(labels.size(), before + 1)];
    for (int row = 0; row < labels.size(); row++) {
      int start = row * before;
      int newStart = start + row;
      System.arraycopy(from, start, to, newStart, index);
      to[newStart + index] = column[row];
      System.arraycopy(from, start + index, to, newStart + index + 1, before - index);
    }
    return Labels.assumeUnique(names, to);
  }

  static Labels permute(Labels labels, int[] order) {
    int[] columns = permutation(labels, order);
    if (labels.device().isGpu()) {
      return Labels.assumeUnique(
          names(labels, columns), DeviceLabels.columns(labels.array(), columns));
    }
    return Labels.assumeUnique(names(labels, columns), columns(labels, columns));
  }

  static Labels remove(Labels labels, String name) {
    int[] columns = allBut(labels, labels.dimensionIndex(name));
    if (columns.length > 0 && labels.device().isGpu()) {
      return new Labels(names(labels, columns), DeviceLabels.columns(labels.array(), columns));
    }
    return Labels.owning(names(labels, columns), columns(labels, columns));
  }

  static List<String> renamed(Labels labels, String oldName, String newName) {
    List<String> names = new ArrayList<>(labels.names());
    names.set(labels.dimensionIndex(oldName), newName);
    return names;
  }

  private static List<String> namesWith(Labels labels, int index, String name) {
    if (index < 0 || index > labels.dimensions()) {
      throw new IndexOutOfBoundsException(
          "index "
              + index
              + " is out of bounds: these labels have the dimensions "
              + labels.names());
    }
    List<String> names = new ArrayList<>(labels.names());
    names.add(index, name);
    return names;
  }

  /** The order with positions from the end made positions from the start. */
  private static int[] permutation(Labels labels, int[] order) {
    int dimensions = labels.dimensions();
    if (order.length != dimensions) {
      throw new IllegalArgumentException(
          "the length of `dimensions_indexes` ("
              + order.length
              + ") does not match the number of dimensions in the Labels ("
              + dimensions
              + ")");
    }
    return Arrays.stream(order)
        .map(
            index -> {
              int column = index < 0 ? index + dimensions : index;
              if (column < 0 || column >= dimensions) {
                throw new IndexOutOfBoundsException(
                    "out of range index " + index + " for labels dimensions (" + dimensions + ")");
              }
              return column;
            })
        .toArray();
  }

  private static int[] allBut(Labels labels, int dimension) {
    int[] columns = new int[labels.dimensions() - 1];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i < dimension ? i : i + 1;
    }
    return columns;
  }

  private static List<String> names(Labels labels, int[] columns) {
    return Arrays.stream(columns).mapToObj(labels.names()::get).toList();
  }

  /** Some columns of the values, row-major. */
  private static int[] columns(Labels labels, int[] columns) {
    int dimensions = labels.dimensions();
    int[] from = labels.hostValues();
    int[] to = new int[labels.size() * columns.length];
    int next = 0;
    for (int start = 0; start < labels.size() * dimensions; start += dimensions) {
      for (int column : columns) {
        to[next++] = from[start + column];
      }
    }
    return to;
  }
}
