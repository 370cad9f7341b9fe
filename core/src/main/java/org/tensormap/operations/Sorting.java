package org.tensormap.operations;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.tensormap.BlockValues;
import org.tensormap.Labels;
import org.tensormap.LabelsOrder;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.TorchFunctions;

/** Sorts keys and labels of blocks in lexicographic order, and the values with them. */
public final class Sorting {
  private Sorting() {}

  /**
   * Sorts the keys, and all labels of all blocks.
   *
   * @param map the map
   * @return a new map; see {@link #sort(TensorMap, Collection, boolean)}
   */
  public static TensorMap sort(TensorMap map) {
    return sort(map, EnumSet.allOf(Axis.class), false);
  }

  /**
   * Sorts keys and labels of blocks.
   *
   * <p>Gradient samples follow the samples that they refer to, and are sorted with them. A block
   * without samples is left as it is, as the reference does.
   *
   * @param map the map
   * @param axes which labels to sort
   * @param descending whether large entries come first
   * @return a new map
   */
  public static TensorMap sort(TensorMap map, Collection<Axis> axes, boolean descending) {
    int[] order =
        axes.contains(Axis.KEYS)
            ? order(map.keys(), descending)
            : IntStream.range(0, map.size()).toArray();
    List<Axis> ofBlocks = axes.stream().filter(axis -> axis != Axis.KEYS).toList();
    return MapOperation.ofBlocks(
        map.keys().entries(order), i -> sortBlock(map.block(order[i]), ofBlocks, descending));
  }

  /**
   * Sorts all labels of a block.
   *
   * @param block the block
   * @return a new block; see {@link #sort(TensorMap, Collection, boolean)}
   */
  public static TensorBlock sortBlock(TensorBlock block) {
    return sortBlock(block, Axis.OF_BLOCKS, false);
  }

  /**
   * Sorts labels of a block.
   *
   * @param block the block
   * @param axes which labels to sort: samples, components or properties
   * @param descending whether large entries come first
   * @return a new block; see {@link #sort(TensorMap, Collection, boolean)}
   * @throws IllegalArgumentException if the keys shall be sorted
   */
  public static TensorBlock sortBlock(
      TensorBlock block, Collection<Axis> axes, boolean descending) {
    axes.forEach(axis -> axis.checkIsOneOf(Axis.OF_BLOCKS, "sort_block"));
    if (block.size() == 0) {
      return block.copy(false);
    }
    return MapOperation.compute(
        () -> {
          int[] order =
              axes.contains(Axis.SAMPLES)
                  ? order(block.samples(), descending)
                  : IntStream.range(0, block.size()).toArray();
          return withGradients(
              block,
              sorted(block, block.samples().entries(order), order, axes, descending),
              order,
              axes,
              descending);
        });
  }

  /** Adds the gradients of a block to a sorted one, whose samples are in a given order. */
  private static TensorBlock withGradients(
      TensorBlock block,
      TensorBlock sorted,
      int[] sampleOrder,
      Collection<Axis> axes,
      boolean descending) {
    block
        .gradients()
        .forEach(
            (parameter, gradient) ->
                sorted.addGradient(
                    parameter, sortGradient(gradient, sampleOrder, axes, descending)));
    return sorted;
  }

  private static TensorBlock sortGradient(
      TensorBlock gradient, int[] sampleOrder, Collection<Axis> axes, boolean descending) {
    int[] all = IntStream.range(0, gradient.size()).toArray();
    if (!axes.contains(Axis.SAMPLES)) {
      TensorBlock sorted = sorted(gradient, gradient.samples(), all, axes, descending);
      return withGradients(gradient, sorted, all, axes, descending);
    }
    int[] newSample = new int[sampleOrder.length];
    for (int i = 0; i < sampleOrder.length; i++) {
      newSample[sampleOrder[i]] = i;
    }
    int[] sample = gradient.samples().column("sample");
    for (int i = 0; i < sample.length; i++) {
      sample[i] = newSample[sample[i]];
    }
    Labels moved = GradientSamples.moved(gradient.samples(), all, sample);
    int[] order = order(moved, descending);
    TensorBlock sorted = sorted(gradient, moved.entries(order), order, axes, descending);
    return withGradients(gradient, sorted, order, axes, descending);
  }

  /** A block with its samples in a given order, and its components and properties sorted. */
  private static TensorBlock sorted(
      TensorBlock block,
      Labels samples,
      int[] sampleOrder,
      Collection<Axis> axes,
      boolean descending) {
    NDArray values = block.values();
    if (!isIdentity(sampleOrder)) {
      values = instead(values, block, BlockValues.takeRows(values, sampleOrder));
    }
    List<Labels> components = new ArrayList<>(block.components());
    for (int i = 0; i < components.size() && axes.contains(Axis.COMPONENTS); i++) {
      int[] order = order(components.get(i), descending);
      if (!isIdentity(order)) {
        components.set(i, components.get(i).entries(order));
        values = instead(values, block, takeAlong(values, i + 1, order));
      }
    }
    Labels properties = block.properties();
    if (axes.contains(Axis.PROPERTIES)) {
      int[] order = order(properties, descending);
      if (!isIdentity(order)) {
        properties = properties.entries(order);
        values = instead(values, block, BlockValues.takeColumns(values, order));
      }
    }
    return values == block.values()
        ? block.withLabels(samples, components, properties)
        : new TensorBlock(values, samples, components, properties);
  }

  /** Returns the new array, and closes the old one if it does not belong to the block. */
  private static NDArray instead(NDArray values, TensorBlock block, NDArray newValues) {
    if (values != block.values()) {
      values.close();
    }
    return newValues;
  }

  private static NDArray takeAlong(NDArray values, int axis, int[] order) {
    NDArray array = TorchFunctions.torchArray(values);
    return Operators.call(
        "take", array, Operators.number((long) axis, array), Operators.positions(order, array));
  }

  private static int[] order(Labels labels, boolean descending) {
    int[] order = LabelsOrder.of(labels);
    if (descending) {
      for (int i = 0, j = order.length - 1; i < j; i++, j--) {
        int swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
    }
    return order;
  }

  private static boolean isIdentity(int[] order) {
    return IntStream.range(0, order.length).allMatch(i -> order[i] == i);
  }
}
