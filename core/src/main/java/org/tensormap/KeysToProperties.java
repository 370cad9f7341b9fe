package org.tensormap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Merges blocks whose keys differ only in some dimensions, which become dimensions of properties.
 */
final class KeysToProperties {
  private final TensorMap map;
  private final Labels keysToMove;
  private final double fillValue;
  private final boolean sortSamples;

  KeysToProperties(TensorMap map, Labels keysToMove, double fillValue, boolean sortSamples) {
    this.map = map;
    this.keysToMove = keysToMove;
    this.fillValue = fillValue;
    this.sortSamples = sortSamples;
  }

  TensorMap move() {
    MergedKeys keys = MergedKeys.without(keysToMove.names(), map.keys());
    return map.merged(keys, group -> merge(keys, group));
  }

  private TensorBlock merge(MergedKeys keys, int[] group) {
    List<TensorBlock> blocks = Arrays.stream(group).mapToObj(map::block).toList();
    MergedBlocks.check(blocks, "properties");
    MergedRows samples =
        MergedRows.of(blocks.stream().map(TensorBlock::samples).toList(), sortSamples);
    int[][] moved = Arrays.stream(group).mapToObj(keys::moved).toArray(int[][]::new);
    return keysToMove.size() == 0
        ? new MergedBlocks(
                blocks, samples, properties(blocks, moved), consecutive(blocks), fillValue)
            .merge()
        : new MergedBlocks(
                blocks, samples, givenProperties(blocks), given(blocks, moved), fillValue)
            .merge();
  }

  /** The properties of all blocks behind the part of the key that is moved. */
  private Labels properties(List<TensorBlock> blocks, int[][] moved) {
    int count = blocks.stream().mapToInt(block -> block.properties().size()).sum();
    Properties properties = new Properties(blocks.get(0).properties(), count);
    for (int i = 0; i < moved.length; i++) {
      properties.add(moved[i], blocks.get(i).properties());
    }
    return properties.labels();
  }

  private static List<int[]> consecutive(List<TensorBlock> blocks) {
    List<int[]> columns = new ArrayList<>();
    int start = 0;
    for (TensorBlock block : blocks) {
      int end = start + block.properties().size();
      columns.add(IntStream.range(start, end).toArray());
      start = end;
    }
    return columns;
  }

  /** The properties of the first block, which are those of all, behind each of the given keys. */
  private Labels givenProperties(List<TensorBlock> blocks) {
    Labels old = blocks.get(0).properties();
    for (TensorBlock block : blocks) {
      if (!block.properties().equals(old)) {
        throw new IllegalArgumentException(
            "can not provide values for the keys to move to properties if the blocks have different"
                + " property labels");
      }
    }
    Properties properties = new Properties(old, Math.multiplyExact(keysToMove.size(), old.size()));
    for (LabelsEntry key : keysToMove) {
      properties.add(key.values(), old);
    }
    return properties.labels();
  }

  /** Blocks whose key is not among the given ones are left out. */
  private List<int[]> given(List<TensorBlock> blocks, int[][] moved) {
    List<int[]> columns = new ArrayList<>();
    for (int i = 0; i < moved.length; i++) {
      int count = blocks.get(i).properties().size();
      int key = keysToMove.position(moved[i]).orElse(-1);
      columns.add(key < 0 ? null : IntStream.range(key * count, (key + 1) * count).toArray());
    }
    return columns;
  }

  /** Collects new properties: the moved part of a key, then the properties of a block. */
  private final class Properties {
    private final List<String> names = new ArrayList<>(keysToMove.names());
    private final int[] values;
    private int next;

    Properties(Labels old, int count) {
      names.addAll(old.names());
      values = new int[Math.multiplyExact(count, names.size())];
    }

    void add(int[] key, Labels old) {
      int[] oldValues = old.hostValues();
      int dimensions = old.dimensions();
      for (int row = 0; row < old.size(); row++) {
        for (int value : key) {
          values[next++] = value;
        }
        for (int i = 0; i < dimensions; i++) {
          values[next++] = oldValues[row * dimensions + i];
        }
      }
    }

    Labels labels() {
      return Labels.assumeUnique(names, values);
    }
  }
}
