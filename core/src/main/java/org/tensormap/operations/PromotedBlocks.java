package org.tensormap.operations;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.tensormap.TensorBlock;

/**
 * Blocks with values of one type, the widest of theirs; what was converted is closed with it.
 *
 * @param blocks the blocks, in their order
 * @param converted those that were made
 */
record PromotedBlocks(List<TensorBlock> blocks, List<TensorBlock> converted)
    implements AutoCloseable {
  private static final List<DataType> WIDENING =
      List.of(DataType.FLOAT16, DataType.FLOAT32, DataType.FLOAT64);

  /**
   * Converts the blocks whose values are of a narrower type.
   *
   * @throws IllegalArgumentException if types differ, and not all of them are of floating point
   */
  static PromotedBlocks of(List<TensorBlock> blocks) {
    List<DataType> types = blocks.stream().map(TensorBlock::dtype).distinct().toList();
    if (types.size() == 1) {
      return new PromotedBlocks(blocks, List.of());
    }
    if (!WIDENING.containsAll(types)) {
      throw new IllegalArgumentException(
          "can not join values of the types " + types + ": convert them to one type first");
    }
    DataType widest = WIDENING.get(types.stream().mapToInt(WIDENING::indexOf).max().orElseThrow());
    List<TensorBlock> promoted = new ArrayList<>();
    List<TensorBlock> converted = new ArrayList<>();
    for (TensorBlock block : blocks) {
      if (block.dtype() == widest) {
        promoted.add(block);
      } else {
        TensorBlock wide = block.to(widest);
        converted.add(wide);
        promoted.add(wide);
      }
    }
    return new PromotedBlocks(promoted, converted);
  }

  @Override
  public void close() {
    converted.forEach(TensorBlock::close);
  }
}
