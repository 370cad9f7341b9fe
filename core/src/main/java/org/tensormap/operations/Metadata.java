package org.tensormap.operations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.tensormap.Labels;
import org.tensormap.LabelsGroups;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** What labels of maps hold. */
public final class Metadata {
  private static final Set<Axis> AXES = Set.of(Axis.SAMPLES, Axis.PROPERTIES);

  private Metadata() {}

  /**
   * Collects the distinct values of some dimensions, of all blocks.
   *
   * @param map the map
   * @param axis samples or properties
   * @param names the dimensions, in their new order
   * @return the values, sorted
   * @throws IllegalArgumentException if the axis is another, or there is no such dimension
   */
  public static Labels uniqueMetadata(TensorMap map, Axis axis, List<String> names) {
    return unique(map.blocks(), axis, names);
  }

  /**
   * Collects the distinct values of some dimensions, of a gradient of all blocks.
   *
   * @param map the map
   * @param axis samples or properties
   * @param names the dimensions, in their new order
   * @param gradient the parameter of the gradient
   * @return the values, sorted
   * @throws IllegalArgumentException if the axis is another, or there is no such dimension or
   *     gradient
   */
  public static Labels uniqueMetadata(
      TensorMap map, Axis axis, List<String> names, String gradient) {
    checkAxis(axis);
    return unique(
        map.blocks().stream().map(block -> block.gradient(gradient)).toList(), axis, names);
  }

  /**
   * Collects the distinct values of some dimensions of a block.
   *
   * @param block the block
   * @param axis samples or properties
   * @param names the dimensions, in their new order
   * @return the values, sorted
   * @throws IllegalArgumentException if the axis is another, or there is no such dimension
   */
  public static Labels uniqueMetadataBlock(TensorBlock block, Axis axis, List<String> names) {
    return unique(List.of(block), axis, names);
  }

  /**
   * Collects the distinct values of some dimensions of a gradient of a block.
   *
   * @param block the block
   * @param axis samples or properties
   * @param names the dimensions, in their new order
   * @param gradient the parameter of the gradient
   * @return the values, sorted
   * @throws IllegalArgumentException if the axis is another, or there is no such dimension or
   *     gradient
   */
  public static Labels uniqueMetadataBlock(
      TensorBlock block, Axis axis, List<String> names, String gradient) {
    checkAxis(axis);
    return unique(List.of(block.gradient(gradient)), axis, names);
  }

  /**
   * Encodes one dimension of labels with a one for the value it has, and zeros for others.
   *
   * @param labels the labels
   * @param dimension labels with one dimension, the one to encode, and all values it can have
   * @param manager the owner of the result
   * @return an int32 array of shape {@code (entries of labels, entries of dimension)}
   * @throws IllegalArgumentException if {@code dimension} has several dimensions, the labels do not
   *     have it, or one of their values is not among its entries
   */
  public static NDArray oneHot(Labels labels, Labels dimension, NDManager manager) {
    if (dimension.dimensions() != 1) {
      throw new IllegalArgumentException(
          "only one label dimension can be extracted as one-hot encoding. The `dimension` labels"
              + " contains "
              + dimension.dimensions()
              + " names: "
              + dimension.names());
    }
    String name = dimension.names().get(0);
    int[] column = labels.column(name);
    int[] ones = new int[Math.multiplyExact(column.length, dimension.size())];
    for (int row = 0; row < column.length; row++) {
      int value = column[row];
      int position =
          dimension
              .position(value)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          name
                              + "="
                              + value
                              + " is present in the labels, but was not found in the dimension"));
      ones[row * dimension.size() + position] = 1;
    }
    return manager.create(ones, new Shape(column.length, dimension.size()));
  }

  private static void checkAxis(Axis axis) {
    axis.checkIsOneOf(AXES, "unique_metadata");
  }

  private static Labels unique(List<TensorBlock> blocks, Axis axis, List<String> names) {
    checkAxis(axis);
    List<int[]> distinct = new ArrayList<>();
    for (TensorBlock block : blocks) {
      Labels labels = axis == Axis.SAMPLES ? block.samples() : block.properties();
      Labels some = LabelsGroups.of(labels, names).labels();
      int[] values = new int[some.size() * some.dimensions()];
      some.values().get(values);
      distinct.add(values);
    }
    return LabelsGroups.of(names, distinct.stream().flatMapToInt(Arrays::stream).toArray())
        .labels();
  }
}
