package org.tensormap.operations;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import org.tensormap.TemporaryArrays;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** How and where the values of maps and blocks are stored. */
public final class Layout {
  private Layout() {}

  /**
   * Tells whether all values and gradients are stored row by row without gaps.
   *
   * @param map the map
   * @return whether they are
   */
  public static boolean isContiguous(TensorMap map) {
    return map.blocks().stream().allMatch(Layout::isContiguousBlock);
  }

  /**
   * Tells whether the values and gradients of a block are stored row by row without gaps.
   *
   * @param block the block
   * @return whether they are
   */
  public static boolean isContiguousBlock(TensorBlock block) {
    return isContiguous(block.values())
        && block.gradients().values().stream().allMatch(Layout::isContiguousBlock);
  }

  /**
   * Stores all values and gradients row by row without gaps.
   *
   * @param map the map
   * @return a new map, which shares what is stored so already
   */
  public static TensorMap makeContiguous(TensorMap map) {
    return MapOperation.onBlocks(map, Layout::makeContiguousBlock);
  }

  /**
   * Stores the values and gradients of a block row by row without gaps.
   *
   * @param block the block
   * @return a new block, which shares what is stored so already
   */
  public static TensorBlock makeContiguousBlock(TensorBlock block) {
    return MapOperation.compute(
        () -> {
          TensorBlock result =
              isContiguous(block.values())
                  ? block.withLabels(block.samples(), block.components(), block.properties())
                  : new TensorBlock(
                      Operators.call("contiguous", block.values()),
                      block.samples(),
                      block.components(),
                      block.properties());
          block
              .gradients()
              .forEach(
                  (parameter, gradient) ->
                      result.addGradient(parameter, makeContiguousBlock(gradient)));
          return result;
        });
  }

  /**
   * Converts a map to another type and device, as {@link TensorMap#to(DataType, Device)} does.
   *
   * @param map the map
   * @param type the type of all values
   * @param device where all values and labels shall be
   * @return a new map
   */
  public static TensorMap to(TensorMap map, DataType type, Device device) {
    return map.to(type, device);
  }

  private static boolean isContiguous(NDArray values) {
    return !(values instanceof PtNDArray)
        || TemporaryArrays.compute(() -> Operators.call("is_contiguous", values).getBoolean());
  }
}
