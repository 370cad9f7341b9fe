package org.tensormap.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.tensormap.Labels;
import org.tensormap.TemporaryArrays;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Makes maps of blocks that are computed one by one, and leaves no other arrays behind. */
final class MapOperation {
  private MapOperation() {}

  /** A map with the same keys. */
  static TensorMap onBlocks(TensorMap map, UnaryOperator<TensorBlock> operation) {
    return ofBlocks(map.keys(), i -> operation.apply(map.block(i)));
  }

  /** A map with the keys of the first one, made of pairs of blocks with the same key. */
  static TensorMap onPairs(
      TensorMap first, TensorMap second, String name, BinaryOperator<TensorBlock> operation) {
    if (Checks.checksEnabled()) {
      MetadataDifference.ofKeys(first, second, name).throwIfAny();
    }
    return ofBlocks(
        first.keys(), i -> operation.apply(first.block(i), second.block(first.keys().entry(i))));
  }

  /** A map of new blocks. */
  static TensorMap ofBlocks(Labels keys, IntFunction<TensorBlock> block) {
    List<TensorBlock> blocks = new ArrayList<>(keys.size());
    try {
      for (int i = 0; i < keys.size(); i++) {
        blocks.add(block.apply(i));
      }
      return new TensorMap(keys, blocks);
    } catch (RuntimeException e) {
      blocks.forEach(TensorBlock::close);
      throw e;
    }
  }

  /** Computes a block; all arrays are closed that were made on the way. */
  static TensorBlock compute(Supplier<TensorBlock> computation) {
    try (TemporaryArrays temporary = new TemporaryArrays()) {
      return temporary.keep(computation.get());
    }
  }

  /** Throws if a gradient has gradients, for operations that can not handle it. */
  static TensorBlock withoutGradients(TensorBlock gradient) {
    if (!gradient.gradientsList().isEmpty()) {
      throw new UnsupportedOperationException(
          "gradients of gradients are not supported, got gradients with respect to "
              + gradient.gradientsList());
    }
    return gradient;
  }
}
