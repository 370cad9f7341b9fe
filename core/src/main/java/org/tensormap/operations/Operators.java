package org.tensormap.operations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.tensormap.TensorBlock;
import org.tensormap.TorchFunctions;

/** The functions of {@code operations.py}, and what goes into them. */
final class Operators {
  private static final TorchFunctions FUNCTIONS =
      new TorchFunctions(Operators.class, "operations.py");

  private Operators() {}

  /** Calls a function that returns one array. */
  static NDArray call(String function, NDArray... arguments) {
    return FUNCTIONS.call(function, arguments).head();
  }

  /** The values of a block as a PyTorch array. */
  static NDArray values(TensorBlock block) {
    return TorchFunctions.torchArray(block.values());
  }

  /** For each sample of a gradient, the position of the sample that it belongs to. */
  static NDArray sample(TensorBlock gradient, NDArray like) {
    NDManager manager = like.getManager();
    return gradient.samples().column("sample", manager).toDevice(like.getDevice(), false);
  }

  /** An array of one number. */
  static NDArray number(double value, NDArray like) {
    return like.getManager().create(value);
  }

  /** An array of one number. */
  static NDArray number(long value, NDArray like) {
    return like.getManager().create(value);
  }

  /** Positions, where another array is. */
  static NDArray positions(int[] values, NDArray like) {
    return like.getManager().create(values).toDevice(like.getDevice(), false);
  }
}
