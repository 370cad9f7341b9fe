package org.tensormap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns components of a block, and of its gradients, into dimensions of its properties. */
final class ComponentsToProperties {
  private static final TorchFunctions FUNCTIONS =
      new TorchFunctions(ComponentsToProperties.class, "values.py");

  private ComponentsToProperties() {}

  /**
   * Moves components one after the other, so that the last one becomes the first dimension.
   *
   * @return a new block, whose values are a copy
   */
  static TensorBlock move(TensorBlock block, List<String> dimensions) {
    List<Labels> components = new ArrayList<>(block.components());
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < components.size(); i++) {
      axes.add(i + 1);
    }
    Labels properties = block.properties();
    int firstMoved = components.size();
    for (String dimension : dimensions) {
      int position = position(components, firstMoved, dimension);
      Labels moved = components.remove(position);
      components.add(firstMoved - 1, moved);
      axes.add(firstMoved - 1, axes.remove(position));
      firstMoved--;
      properties = product(moved, properties);
    }
    List<Labels> left = List.copyOf(components.subList(0, firstMoved));
    NDArray values = permuted(block, axes, left, properties);
    TensorBlock result =
        new TensorBlock(values, block.samples(), left, properties.toDeviceOf(block.properties()));
    block
        .gradients()
        .forEach(
            (parameter, gradient) -> result.addGradient(parameter, move(gradient, dimensions)));
    return result;
  }

  private static int position(List<Labels> components, int end, String dimension) {
    for (int i = 0; i < end; i++) {
      if (components.get(i).names().get(0).equals(dimension)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "unable to find '"
            + dimension
            + "' in the components, which are "
            + components.subList(0, end).stream().map(labels -> labels.names().get(0)).toList());
  }

  /** Every entry of the first labels before every entry of the second, which vary fastest. */
  private static Labels product(Labels outer, Labels inner) {
    List<String> names = new ArrayList<>(outer.names());
    names.addAll(inner.names());
    int[] values =
        new int[Math.multiplyExact(Math.multiplyExact(outer.size(), inner.size()), names.size())];
    int[] innerValues = inner.hostValues();
    int next = 0;
    for (int row = 0; row < outer.size(); row++) {
      for (int innerRow = 0; innerRow < inner.size(); innerRow++) {
        values[next++] = outer.get(row, 0);
        for (int i = 0; i < inner.dimensions(); i++) {
          values[next++] = innerValues[innerRow * inner.dimensions() + i];
        }
      }
    }
    return Labels.assumeUnique(names, values);
  }

  private static NDArray permuted(
      TensorBlock block, List<Integer> axes, List<Labels> left, Labels properties) {
    NDArray values = block.values();
    int[] order = new int[axes.size() + 2];
    for (int i = 0; i < axes.size(); i++) {
      order[i + 1] = axes.get(i);
    }
    order[order.length - 1] = order.length - 1;
    long[] lengths = new long[left.size() + 2];
    lengths[0] = block.size();
    for (int i = 0; i < left.size(); i++) {
      lengths[i + 1] = left.get(i).size();
    }
    lengths[lengths.length - 1] = properties.size();
    return BlockValues.isOnHost(values)
        ? onHost(values, order, new Shape(lengths))
        : inTorch(values, order, lengths);
  }

  private static NDArray onHost(NDArray values, int[] order, Shape shape) {
    NDManager manager = values.getManager();
    int elementSize = HostNDManager.elementSize(values.getDataType());
    ByteBuffer target = manager.allocateDirect(Math.toIntExact(values.size() * elementSize));
    HostValues.permute(values, order, elementSize, target);
    return manager.create(target, shape, values.getDataType());
  }

  private static NDArray inTorch(NDArray values, int[] order, long[] lengths) {
    try (TemporaryArrays temporary = new TemporaryArrays()) {
      NDManager manager = TorchFunctions.torchManager(values.getManager());
      NDArray axes = manager.create(Arrays.stream(order).asLongStream().toArray());
      NDArray shape = manager.create(lengths);
      return temporary.keep(FUNCTIONS.call("permute", values, axes, shape).head());
    }
  }
}
