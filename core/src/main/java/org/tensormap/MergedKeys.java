package org.tensormap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Keys without the dimensions that are moved elsewhere, and the blocks that share each of them. */
final class MergedKeys {
  private static final String[] SINGLE = {"_"};

  private final Labels keys;
  private final int[] movedColumns;
  private final Labels remaining;
  private final List<int[]> groups;

  private MergedKeys(Labels keys, int[] movedColumns, Labels remaining, List<int[]> groups) {
    this.keys = keys;
    this.movedColumns = movedColumns;
    this.remaining = remaining;
    this.groups = groups;
  }

  /** Removes dimensions from keys. */
  static MergedKeys without(List<String> moved, Labels keys) {
    if (keys.size() == 0) {
      throw new IllegalArgumentException("there are no keys to move in an empty TensorMap");
    }
    int[] movedColumns = moved.stream().mapToInt(name -> column(keys, name)).toArray();
    int[] columns =
        IntStream.range(0, keys.dimensions())
            .filter(column -> Arrays.stream(movedColumns).noneMatch(moving -> moving == column))
            .toArray();
    if (columns.length == 0) {
      return new MergedKeys(
          keys,
          movedColumns,
          Labels.assumeUnique(List.of(SINGLE), new int[1]),
          List.of(IntStream.range(0, keys.size()).toArray()));
    }
    List<String> names = Arrays.stream(columns).mapToObj(keys.names()::get).toList();
    int[] rows =
        new LabelsRows(keys.hostValues(), keys.dimensions(), columns, keys.size())
            .at(IntStream.range(0, keys.size()).toArray())
            .values;
    MergedRows merged = MergedRows.of(names, List.of(rows), false, false);
    return new MergedKeys(
        keys, movedColumns, merged.labels(), groups(merged.positions(0), merged.labels().size()));
  }

  /** The keys that are left, in the order in which they appear. */
  Labels remaining() {
    return remaining;
  }

  /** For each key that is left, the positions of its blocks. */
  List<int[]> groups() {
    return groups;
  }

  /** The values of the moved dimensions in the key of a block. */
  int[] moved(int block) {
    return Arrays.stream(movedColumns).map(column -> keys.get(block, column)).toArray();
  }

  private static int column(Labels keys, String name) {
    int column = keys.names().indexOf(name);
    if (column < 0) {
      throw new IllegalArgumentException(
          "'" + name + "' is not part of the keys for this tensor map, which are " + keys.names());
    }
    return column;
  }

  private static List<int[]> groups(int[] groupOfBlock, int count) {
    List<List<Integer>> groups = new ArrayList<>();
    IntStream.range(0, count).forEach(group -> groups.add(new ArrayList<>()));
    for (int block = 0; block < groupOfBlock.length; block++) {
      groups.get(groupOfBlock[block]).add(block);
    }
    return groups.stream()
        .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }
}
