package org.tensormap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Merges blocks whose keys differ only in some dimensions, which become dimensions of samples. */
final class KeysToSamples {
  private final TensorMap map;
  private final List<String> moved;
  private final double fillValue;
  private final boolean sortSamples;

  KeysToSamples(TensorMap map, Labels keysToMove, double fillValue, boolean sortSamples) {
    if (keysToMove.size() > 0) {
      throw new IllegalArgumentException(
          "user provided values for the keys to move is not yet implemented, `keys_to_move` should"
              + " not contain any entry when calling keys_to_samples, got "
              + keysToMove.size()
              + " entries");
    }
    this.map = map;
    this.moved = keysToMove.names();
    this.fillValue = fillValue;
    this.sortSamples = sortSamples;
  }

  TensorMap move() {
    MergedKeys keys = MergedKeys.without(moved, map.keys());
    return map.merged(keys, group -> merge(keys, group));
  }

  private TensorBlock merge(MergedKeys keys, int[] group) {
    List<TensorBlock> blocks = Arrays.stream(group).mapToObj(map::block).toList();
    MergedBlocks.check(blocks, "samples");
    List<String> names = new ArrayList<>(blocks.get(0).samples().names());
    names.addAll(moved);
    List<int[]> rows =
        Arrays.stream(group)
            .mapToObj(block -> withKey(map.block(block).samples(), keys.moved(block)))
            .toList();
    // Keys differ within a group, so no two samples are equal behind which they are put.
    MergedRows samples = MergedRows.of(names, rows, sortSamples, !moved.isEmpty());

    Labels properties = blocks.get(0).properties();
    for (TensorBlock block : blocks) {
      if (!block.properties().equals(properties)) {
        properties = properties.union(block.properties());
      }
    }
    Labels all = properties;
    int[] identity = IntStream.range(0, all.size()).toArray();
    List<int[]> columns =
        blocks.stream()
            .map(
                block ->
                    block.properties().equals(all)
                        ? identity
                        : all.index().find(block.properties().rows()))
            .toList();
    return new MergedBlocks(blocks, samples, all, columns, fillValue).merge();
  }

  /** The values of samples, with some more at the end of each. */
  private static int[] withKey(Labels samples, int[] key) {
    int[] values = samples.hostValues();
    int dimensions = samples.dimensions();
    int[] longer = new int[Math.multiplyExact(samples.size(), dimensions + key.length)];
    int to = 0;
    for (int row = 0; row < samples.size(); row++) {
      for (int i = 0; i < dimensions; i++) {
        longer[to++] = values[row * dimensions + i];
      }
      for (int value : key) {
        longer[to++] = value;
      }
    }
    return longer;
  }
}
