package org.tensormap.operations;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tensormap.Labels;
import org.tensormap.TensorMap;

/** Maps with some of the blocks of another. */
public final class BlockSelection {
  private BlockSelection() {}

  /**
   * Leaves out blocks; values of the others are shared.
   *
   * @param map the map
   * @param keys what to leave out, along some dimensions of the keys
   * @return a new map
   * @throws IllegalArgumentException if a dimension is not among those of the keys
   */
  public static TensorMap dropBlocks(TensorMap map, Labels keys) {
    return dropBlocks(map, keys, false);
  }

  /**
   * Leaves out blocks.
   *
   * @param map the map
   * @param keys what to leave out, along some dimensions of the keys
   * @param copy whether to copy the values of the other blocks, instead of sharing them
   * @return a new map
   * @throws IllegalArgumentException if a dimension is not among those of the keys
   */
  public static TensorMap dropBlocks(TensorMap map, Labels keys, boolean copy) {
    int[] dropped = map.keys().select(keys);
    Arrays.sort(dropped);
    return blocks(
        map,
        IntStream.range(0, map.size()).filter(i -> Arrays.binarySearch(dropped, i) < 0).toArray(),
        copy);
  }

  /**
   * Leaves out blocks without values; those of the others are shared.
   *
   * @param map the map
   * @return a new map
   */
  public static TensorMap dropEmptyBlocks(TensorMap map) {
    return dropEmptyBlocks(map, false);
  }

  /**
   * Leaves out blocks without values.
   *
   * @param map the map
   * @param copy whether to copy the values of the other blocks, instead of sharing them
   * @return a new map
   */
  public static TensorMap dropEmptyBlocks(TensorMap map, boolean copy) {
    return blocks(
        map,
        IntStream.range(0, map.size()).filter(i -> map.block(i).shape().size() > 0).toArray(),
        copy);
  }

  /**
   * Keeps some blocks; values are shared.
   *
   * @param map the map
   * @param keys what to keep, along some dimensions of the keys
   * @return a new map; see {@link #filterBlocks(TensorMap, Labels, boolean)}
   * @throws IllegalArgumentException if a dimension is not among those of the keys
   */
  public static TensorMap filterBlocks(TensorMap map, Labels keys) {
    return filterBlocks(map, keys, false);
  }

  /**
   * Keeps some blocks.
   *
   * @param map the map
   * @param keys what to keep, along some dimensions of the keys
   * @param copy whether to copy the values, instead of sharing them
   * @return a new map, in the order of {@link Labels#select(Labels)}
   * @throws IllegalArgumentException if a dimension is not among those of the keys
   */
  public static TensorMap filterBlocks(TensorMap map, Labels keys, boolean copy) {
    return blocks(map, map.keys().select(keys), copy);
  }

  private static TensorMap blocks(TensorMap map, int[] positions, boolean copy) {
    return MapOperation.ofBlocks(
        map.keys().entries(positions), i -> map.block(positions[i]).copy(copy));
  }
}
