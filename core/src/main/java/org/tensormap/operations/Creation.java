package org.tensormap.operations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Maps and blocks with the labels of others and new values, and blocks around arrays. */
public final class Creation {
  private Creation() {}

  /**
   * Makes a map of zeros.
   *
   * @param map decides about labels, gradients, type and device
   * @return a new map
   */
  public static TensorMap zerosLike(TensorMap map) {
    return FilledBlocks.ZEROS.map(map, null, false);
  }

  /**
   * Makes a map of zeros.
   *
   * @param map decides about labels, type and device
   * @param gradients the parameters of the gradients that the new map gets
   * @param requiresGrad whether operations on the values are recorded for differentiation
   * @return a new map
   * @throws IllegalArgumentException if there is no such gradient
   */
  public static TensorMap zerosLike(TensorMap map, List<String> gradients, boolean requiresGrad) {
    return FilledBlocks.ZEROS.map(map, gradients, requiresGrad);
  }

  /**
   * Makes a block of zeros.
   *
   * @param block decides about labels, gradients, type and device
   * @return a new block
   */
  public static TensorBlock zerosLikeBlock(TensorBlock block) {
    return FilledBlocks.ZEROS.block(block, null, false);
  }

  /**
   * Makes a block of zeros.
   *
   * @param block decides about labels, type and device
   * @param gradients the parameters of the gradients that the new block gets
   * @param requiresGrad whether operations on the values are recorded for differentiation
   * @return a new block
   * @throws IllegalArgumentException if there is no such gradient
   */
  public static TensorBlock zerosLikeBlock(
      TensorBlock block, List<String> gradients, boolean requiresGrad) {
    return FilledBlocks.ZEROS.block(block, gradients, requiresGrad);
  }

  /**
   * Makes a map of ones.
   *
   * @param map decides about labels, gradients, type and device
   * @return a new map
   */
  public static TensorMap onesLike(TensorMap map) {
    return FilledBlocks.ONES.map(map, null, false);
  }

  /**
   * Makes a map of ones.
   *
   * @param map decides about labels, type and device
   * @param gradients the parameters of the gradients that the new map gets
   * @param requiresGrad whether operations on the values are recorded for differentiation
   * @return a new map
   * @throws IllegalArgumentException if there is no such gradient
   */
  public static TensorMap onesLike(TensorMap map, List<String> gradients, boolean requiresGrad) {
    return FilledBlocks.ONES.map(map, gradients, requiresGrad);
  }

  /**
   * Makes a block of ones.
   *
   * @param block decides about labels, gradients, type and device
   * @return a new block
   */
  public static TensorBlock onesLikeBlock(TensorBlock block) {
    return FilledBlocks.ONES.block(block, null, false);
  }

  /**
   * Makes a block of ones.
   *
   * @param block decides about labels, type and device
   * @param gradients the parameters of the gradients that the new block gets
   * @param requiresGrad whether operations on the values are recorded for differentiation
   * @return a new block
   * @throws IllegalArgumentException if there is no such gradient
   */
  public static TensorBlock onesLikeBlock(
      TensorBlock block, List<String> gradients, boolean requiresGrad) {
    return FilledBlocks.ONES.block(block, gradients, requiresGrad);
  }

  /**
   * Makes a map of anything: whatever the memory holds.
   *
   * @param map decides about labels, gradients, type and device
   * @return a new map
   */
  public static TensorMap emptyLike(TensorMap map) {
    return FilledBlocks.EMPTY.map(map, null, false);
  }

  /**
   * Makes a map of anything: whatever the memory holds.
   *
   * @param map decides about labels, type and device
   * @param gradients the parameters of the gradients that the new map gets
   * @param requiresGrad whether operations on the values are recorded for differentiation
   * @return a new map
   * @throws IllegalArgumentException if there is no such gradient
   */
  public static TensorMap emptyLike(TensorMap map, List<String> gradients, boolean requiresGrad) {
    return FilledBlocks.EMPTY.map(map, gradients, requiresGrad);
  }

  /**
   * Makes a block of anything: whatever the memory holds.
   *
   * @param block decides about labels, gradients, type and device
   * @return a new block
   */
  public static TensorBlock emptyLikeBlock(TensorBlock block) {
    return FilledBlocks.EMPTY.block(block, null, false);
  }

  /**
   * Makes a block of anything: whatever the memory holds.
   *
   * @param block decides about labels, type and device
   * @param gradients the parameters of the gradients that the new block gets
   * @param requiresGrad whether operations on the values are recorded for differentiation
   * @return a new block
   * @throws IllegalArgumentException if there is no such gradient
   */
  public static TensorBlock emptyLikeBlock(
      TensorBlock block, List<String> gradients, boolean requiresGrad) {
    return FilledBlocks.EMPTY.block(block, gradients, requiresGrad);
  }

  /**
   * Makes a map of random numbers, from 0 to 1.
   *
   * @param map decides about labels, gradients, type and device
   * @return a new map
   */
  public static TensorMap randomUniformLike(TensorMap map) {
    return FilledBlocks.RANDOM.map(map, null, false);
  }

  /**
   * Makes a map of random numbers, from 0 to 1.
   *
   * @param map decides about labels, type and device
   * @param gradients the parameters of the gradients that the new map gets
   * @param requiresGrad whether operations on the values are recorded for differentiation
   * @return a new map
   * @throws IllegalArgumentException if there is no such gradient
   */
  public static TensorMap randomUniformLike(
      TensorMap map, List<String> gradients, boolean requiresGrad) {
    return FilledBlocks.RANDOM.map(map, gradients, requiresGrad);
  }

  /**
   * Makes a block of random numbers, from 0 to 1.
   *
   * @param block decides about labels, gradients, type and device
   * @return a new block
   */
  public static TensorBlock randomUniformLikeBlock(TensorBlock block) {
    return FilledBlocks.RANDOM.block(block, null, false);
  }

  /**
   * Makes a block of random numbers, from 0 to 1.
   *
   * @param block decides about labels, type and device
   * @param gradients the parameters of the gradients that the new block gets
   * @param requiresGrad whether operations on the values are recorded for differentiation
   * @return a new block
   * @throws IllegalArgumentException if there is no such gradient
   */
  public static TensorBlock randomUniformLikeBlock(
      TensorBlock block, List<String> gradients, boolean requiresGrad) {
    return FilledBlocks.RANDOM.block(block, gradients, requiresGrad);
  }

  /**
   * Makes a block around an array: the first axis are samples {@code sample}, the last one
   * properties {@code property}, those between components {@code component_1}, {@code component_2},
   * ….
   *
   * @param array the values; owned by the block from now on
   * @return a new block, whose labels count from 0
   * @throws IllegalArgumentException if the array has fewer than two axes
   */
  public static TensorBlock blockFromArray(NDArray array) {
    return blockFromArray(array, null, null, null);
  }

  /**
   * Makes a block around an array.
   *
   * @param array the values; owned by the block from now on if the block has as many axes, else
   *     copied
   * @param sampleNames the names of the first axes, which become one; null for {@code sample}
   * @param componentNames the names of the axes in the middle; null for {@code component_1}, {@code
   *     component_2}, …, as many as are left
   * @param propertyNames the names of the last axes, which become one; null for {@code property}
   * @return a new block, whose labels count from 0
   * @throws IllegalArgumentException if the array has fewer than two axes, or not as many as names
   */
  public static TensorBlock blockFromArray(
      NDArray array,
      List<String> sampleNames,
      List<String> componentNames,
      List<String> propertyNames) {
    if (array.getShape().dimension() < 2) {
      throw new IllegalArgumentException(
          "the array provided to `block_from_array` must have at least two dimensions, got "
              + array.getShape().dimension()
              + ": its shape is "
              + array.getShape());
    }
    List<String> ofSamples = sampleNames == null ? List.of("sample") : sampleNames;
    List<String> ofProperties = propertyNames == null ? List.of("property") : propertyNames;
    int left = array.getShape().dimension() - ofSamples.size() - ofProperties.size();
    List<String> ofComponents =
        componentNames == null
            ? IntStream.rangeClosed(1, left).mapToObj(i -> "component_" + i).toList()
            : componentNames;
    if (left != ofComponents.size()) {
      throw new IllegalArgumentException(
          "the array provided to `block_from_array` with shape "
              + array.getShape()
              + " does not have as many dimensions as there are names: "
              + ofSamples
              + " of samples, "
              + ofComponents
              + " of components and "
              + ofProperties
              + " of properties");
    }
    return namedBlock(array, ofSamples, ofComponents, ofProperties);
  }

  private static TensorBlock namedBlock(
      NDArray array,
      List<String> sampleNames,
      List<String> componentNames,
      List<String> propertyNames) {
    long[] shape = array.getShape().getShape();
    int samples = sampleNames.size();
    int components = componentNames.size();
    Labels sampleLabels = indices(sampleNames, shape, 0);
    List<Labels> componentLabels =
        IntStream.range(0, components)
            .mapToObj(i -> Labels.range(componentNames.get(i), Math.toIntExact(shape[samples + i])))
            .toList();
    Labels propertyLabels = indices(propertyNames, shape, samples + components);
    NDArray values = array;
    if (shape.length != components + 2) {
      LongStream middle = LongStream.of(shape).skip(samples).limit(components);
      long[] newShape =
          LongStream.concat(
                  LongStream.concat(LongStream.of(sampleLabels.size()), middle),
                  LongStream.of(propertyLabels.size()))
              .toArray();
      try (NDArray copy = array.duplicate()) {
        values = copy.reshape(new Shape(newShape));
      }
    }
    return new TensorBlock(values, sampleLabels, componentLabels, propertyLabels);
  }

  /** All positions in some axes of an array, the last axis varying fastest. */
  private static Labels indices(List<String> names, long[] shape, int firstAxis) {
    int dimensions = names.size();
    int count = 1;
    for (int i = 0; i < dimensions; i++) {
      count = Math.multiplyExact(count, Math.toIntExact(shape[firstAxis + i]));
    }
    int[] values = new int[Math.multiplyExact(count, dimensions)];
    for (int row = 0; row < count; row++) {
      int rest = row;
      for (int i = dimensions - 1; i >= 0; i--) {
        int length = (int) shape[firstAxis + i];
        values[row * dimensions + i] = rest % length;
        rest /= length;
      }
    }
    return Labels.assumeUnique(names, values);
  }
}
