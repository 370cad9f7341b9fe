package org.tensormap.operations;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * Adds, removes, renames and reorders dimensions of the labels along one axis of a map.
 *
 * <p>Values are shared with the old map. The samples of gradients are left as they are, except for
 * names.
 */
public final class Dimensions {
  private static final Set<Axis> WITH_DIMENSIONS = Set.of(Axis.KEYS, Axis.SAMPLES, Axis.PROPERTIES);

  private Dimensions() {}

  /**
   * Adds a dimension behind the others, with one value.
   *
   * @param map the map
   * @param axis keys, samples or properties
   * @param name the name of the dimension
   * @param value its value for all entries
   * @return a new map
   * @throws IllegalArgumentException if the axis is another, or the name is not valid or in use
   */
  public static TensorMap appendDimension(TensorMap map, Axis axis, String name, int value) {
    return insertDimension(map, axis, names(map, axis).size(), name, value);
  }

  /**
   * Adds a dimension behind the others.
   *
   * @param map the map
   * @param axis keys, samples or properties
   * @param name the name of the dimension
   * @param values its values, one for each entry; the same for all blocks
   * @return a new map
   * @throws IllegalArgumentException if the axis is another, the name is not valid or in use, or
   *     there are not as many values as entries
   */
  public static TensorMap appendDimension(TensorMap map, Axis axis, String name, int[] values) {
    return insertDimension(map, axis, names(map, axis).size(), name, values);
  }

  /**
   * Adds a dimension before another, with one value.
   *
   * @param map the map
   * @param axis keys, samples or properties
   * @param index the position of the dimension, from 0
   * @param name the name of the dimension
   * @param value its value for all entries
   * @return a new map
   * @throws IndexOutOfBoundsException if there is no such position
   * @throws IllegalArgumentException if the axis is another, or the name is not valid or in use
   */
  public static TensorMap insertDimension(
      TensorMap map, Axis axis, int index, String name, int value) {
    axis.checkIsOneOf(WITH_DIMENSIONS, "insert_dimension");
    return relabeled(
        map,
        axis,
        labels -> {
          int[] values = new int[labels.size()];
          Arrays.fill(values, value);
          return labels.insert(index, name, values);
        });
  }

  /**
   * Adds a dimension before another.
   *
   * @param map the map
   * @param axis keys, samples or properties
   * @param index the position of the dimension, from 0
   * @param name the name of the dimension
   * @param values its values, one for each entry; the same for all blocks
   * @return a new map
   * @throws IndexOutOfBoundsException if there is no such position
   * @throws IllegalArgumentException if the axis is another, the name is not valid or in use, or
   *     there are not as many values as entries
   */
  public static TensorMap insertDimension(
      TensorMap map, Axis axis, int index, String name, int[] values) {
    axis.checkIsOneOf(WITH_DIMENSIONS, "insert_dimension");
    return relabeled(map, axis, labels -> labels.insert(index, name, values));
  }

  /**
   * Puts dimensions into another order.
   *
   * @param map the map
   * @param axis keys, samples or properties
   * @param order for each new dimension, the position of the old one
   * @return a new map
   * @throws IndexOutOfBoundsException if there is no such dimension
   * @throws IllegalArgumentException if the axis is another, or the order is no permutation
   */
  public static TensorMap permuteDimensions(TensorMap map, Axis axis, int... order) {
    axis.checkIsOneOf(WITH_DIMENSIONS, "permute_dimensions");
    return relabeled(map, axis, labels -> labels.permute(order));
  }

  /**
   * Removes a dimension.
   *
   * @param map the map
   * @param axis keys, samples or properties
   * @param name the name of the dimension
   * @return a new map
   * @throws IllegalArgumentException if the axis is another, there is no such dimension, it is the
   *     only one, or entries are equal without it
   */
  public static TensorMap removeDimension(TensorMap map, Axis axis, String name) {
    axis.checkIsOneOf(WITH_DIMENSIONS, "remove_dimension");
    return relabeled(map, axis, labels -> labels.remove(name));
  }

  /**
   * Gives a dimension another name, also in gradients that have it.
   *
   * @param map the map
   * @param axis any axis
   * @param oldName the name of the dimension
   * @param newName the name it gets
   * @return a new map
   * @throws IllegalArgumentException if there is no such dimension in keys, samples or properties,
   *     or the new name is not valid or in use
   */
  public static TensorMap renameDimension(
      TensorMap map, Axis axis, String oldName, String newName) {
    UnaryOperator<Labels> rename = labels -> labels.rename(oldName, newName);
    UnaryOperator<Labels> renameIfPresent =
        labels -> labels.names().contains(oldName) ? rename.apply(labels) : labels;
    UnaryOperator<Labels> same = UnaryOperator.identity();
    return switch (axis) {
      case KEYS -> relabeled(map, axis, rename);
      case SAMPLES ->
          MapOperation.onBlocks(
              map, block -> relabeled(block, rename, renameIfPresent, same, same));
      case COMPONENTS ->
          MapOperation.onBlocks(map, block -> relabeled(block, same, same, renameIfPresent, same));
      case PROPERTIES -> relabeled(map, axis, rename);
    };
  }

  private static List<String> names(TensorMap map, Axis axis) {
    axis.checkIsOneOf(WITH_DIMENSIONS, "append_dimension");
    return switch (axis) {
      case KEYS -> map.keys().names();
      case SAMPLES -> map.sampleNames();
      default -> map.propertyNames();
    };
  }

  private static TensorMap relabeled(TensorMap map, Axis axis, UnaryOperator<Labels> newLabels) {
    UnaryOperator<Labels> same = UnaryOperator.identity();
    return switch (axis) {
      case KEYS ->
          MapOperation.ofBlocks(
              keysOf(map, newLabels.apply(map.keys())), i -> map.block(i).copy(false));
      case SAMPLES ->
          MapOperation.onBlocks(map, block -> relabeled(block, newLabels, same, same, same));
      default -> MapOperation.onBlocks(map, block -> relabeled(block, same, same, same, newLabels));
    };
  }

  /** Without their only dimension, keys have no entries left for the blocks. */
  private static Labels keysOf(TensorMap map, Labels keys) {
    if (keys.size() != map.size()) {
      throw new IllegalArgumentException(
          "can not remove the only dimension of the keys, "
              + map.keys().names()
              + ": expected the same number of blocks as the number of entries in the keys ("
              + keys.size()
              + "), got "
              + map.size());
    }
    return keys;
  }

  private static TensorBlock relabeled(
      TensorBlock block,
      UnaryOperator<Labels> samples,
      UnaryOperator<Labels> gradientSamples,
      UnaryOperator<Labels> components,
      UnaryOperator<Labels> properties) {
    Labels newProperties = properties.apply(block.properties());
    TensorBlock result =
        block.withLabels(
            samples.apply(block.samples()),
            block.components().stream().map(components).toList(),
            newProperties);
    block
        .gradients()
        .forEach(
            (parameter, gradient) ->
                result.addGradient(
                    parameter,
                    relabeled(
                        gradient,
                        gradientSamples,
                        gradientSamples,
                        components,
                        ignored -> newProperties)));
    return result;
  }
}
