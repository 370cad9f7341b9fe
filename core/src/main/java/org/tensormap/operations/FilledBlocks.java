package org.tensormap.operations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.tensormap.BlockValues;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.TorchFunctions;

/** Kinds of values for new maps and blocks with the labels of others. */
enum FilledBlocks {
  ZEROS("zeros_like") {
    @Override
    NDArray values(NDArray like) {
      return BlockValues.filled(like, 0);
    }
  },
  ONES("ones_like") {
    @Override
    NDArray values(NDArray like) {
      return BlockValues.filled(like, 1);
    }
  },
  EMPTY("empty_like") {
    @Override
    NDArray values(NDArray like) {
      NDManager manager = like.getManager();
      return manager.create(like.getShape(), like.getDataType()).toDevice(like.getDevice(), false);
    }
  },
  RANDOM("random_uniform_like") {
    @Override
    NDArray values(NDArray like) {
      NDManager manager = TorchFunctions.torchManager(like.getManager());
      return manager
          .randomUniform(0, 1, like.getShape(), like.getDataType())
          .toDevice(like.getDevice(), false);
    }
  };

  private final String operation;

  FilledBlocks(String operation) {
    this.operation = operation;
  }

  /** New values with the shape, type and device of others. */
  abstract NDArray values(NDArray like);

  /** A map like another; with all gradients if {@code gradients} is null. */
  TensorMap map(TensorMap map, List<String> gradients, boolean requiresGrad) {
    return MapOperation.onBlocks(map, block -> block(block, gradients, requiresGrad));
  }

  /** A block like another; with all gradients if {@code gradients} is null. */
  TensorBlock block(TensorBlock block, List<String> gradients, boolean requiresGrad) {
    List<String> parameters = gradients == null ? block.gradientsList() : gradients;
    for (String parameter : parameters) {
      if (!block.hasGradient(parameter)) {
        throw new IllegalArgumentException(
            "requested gradient '"
                + parameter
                + "' in '"
                + operation
                + "' is not defined in this tensor, which has "
                + block.gradientsList());
      }
    }
    return MapOperation.compute(
        () -> {
          TensorBlock result = filled(block, requiresGrad);
          for (String parameter : parameters) {
            TensorBlock gradient = MapOperation.withoutGradients(block.gradient(parameter));
            result.addGradient(parameter, filled(gradient, requiresGrad && this == RANDOM));
          }
          return result;
        });
  }

  private TensorBlock filled(TensorBlock block, boolean requiresGrad) {
    NDArray values = values(block.values());
    if (requiresGrad) {
      values = TorchFunctions.torchArray(values);
      values.setRequiresGradient(true);
    }
    return new TensorBlock(values, block.samples(), block.components(), block.properties());
  }
}
