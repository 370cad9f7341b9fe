package org.tensormap.spark.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensormap.Labels;
import org.tensormap.LabelsEntry;

/** The blocks of a tensor map as cells of a table, with the number of samples in each. */
final class Occupancy {
  /** More cells can not be told apart in a picture. */
  private static final int MOST_LABELS = 100;

  /** A cell of the table. */
  record Cell(int column, int row, long samples) {}

  private final Labels keys;
  private final List<String> columns;
  private final List<String> rows;
  private final List<Cell> cells = new ArrayList<>();

  Occupancy(Labels keys, long[] samples) {
    if (keys.size() != samples.length) {
      throw new IllegalArgumentException(
          "expected a number of samples for each of "
              + keys.size()
              + " keys, got "
              + samples.length);
    }
    if (keys.size() == 0) {
      throw new IllegalArgumentException("there are no blocks to plot");
    }
    this.keys = keys;
    int last = keys.dimensions() - 1;
    Map<Integer, Integer> columnOf = new TreeMap<>();
    keys.forEach(key -> columnOf.put(key.values()[last], 0));
    number(columnOf);
    Map<List<Integer>, Integer> rowOf = new TreeMap<>(Occupancy::compare);
    keys.forEach(key -> rowOf.put(others(key), 0));
    number(rowOf);
    for (int i = 0; i < samples.length; i++) {
      LabelsEntry key = keys.entry(i);
      int column = columnOf.get(key.values()[last]);
      int row = rowOf.get(others(key));
      if (column < MOST_LABELS && row < MOST_LABELS) {
        cells.add(new Cell(column, row, samples[i]));
      }
    }
    this.columns = columnOf.keySet().stream().limit(MOST_LABELS).map(String::valueOf).toList();
    this.rows =
        rowOf.keySet().stream()
            .limit(MOST_LABELS)
            .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(", ")))
            .toList();
  }

  private static int compare(List<Integer> one, List<Integer> other) {
    return Arrays.compare(
        one.toArray(Integer[]::new), other.toArray(Integer[]::new), Comparator.naturalOrder());
  }

  private static <T> void number(Map<T, Integer> positions) {
    int next = 0;
    for (Map.Entry<T, Integer> position : positions.entrySet()) {
      position.setValue(next++);
    }
  }

  private static List<Integer> others(LabelsEntry key) {
    return IntStream.range(0, key.values().length - 1).mapToObj(i -> key.values()[i]).toList();
  }

  List<String> columns() {
    return columns;
  }

  List<String> rows() {
    return rows;
  }

  List<Cell> cells() {
    return cells;
  }

  String columnAxis() {
    return keys.names().get(keys.dimensions() - 1);
  }

  String rowAxis() {
    return String.join(", ", keys.names().subList(0, keys.dimensions() - 1));
  }

  /** Says how many blocks there are, and how many of them are cells. */
  String description() {
    String blocks =
        keys.size() == 1 ? "1 block" : String.format(Locale.ROOT, "%,d blocks", keys.size());
    return cells.size() == keys.size()
        ? blocks
        : String.format(Locale.ROOT, "%s, of which %,d are drawn", blocks, cells.size());
  }
}
