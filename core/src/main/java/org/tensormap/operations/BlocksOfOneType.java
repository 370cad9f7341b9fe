package org.tensormap.operations;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.tensormap.TensorBlock;

/**
 * Blocks whose values have the type of the first one; what was converted is closed with them.
 *
 * @param blocks the blocks, in their order
 * @param converted those that were made
 */
record BlocksOfOneType(List<TensorBlock> blocks, List<TensorBlock> converted)
    implements AutoCloseable {
  /** Converts the blocks that have values of another type than the first one. */
  static BlocksOfOneType of(List<TensorBlock> blocks) {
    DataType type = blocks.get(0).dtype();
    List<TensorBlock> alike = new ArrayList<>();
    List<TensorBlock> converted = new ArrayList<>();
    for (TensorBlock block : blocks) {
      if (block.dtype() == type) {
        alike.add(block);
      } else {
        TensorBlock made = block.to(type);
        converted.add(made);
        alike.add(made);
      }
    }
    return new BlocksOfOneType(alike, converted);
  }

  @Override
  public void close() {
    converted.forEach(TensorBlock::close);
  }
}
