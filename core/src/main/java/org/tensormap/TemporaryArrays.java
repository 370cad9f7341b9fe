package org.tensormap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The arrays that PyTorch makes in this thread during a computation: all are closed with this
 * object, but for the ones that are kept.
 *
 * <p>A kept array goes to the enclosing scope, if there is one.
 */
public final class TemporaryArrays implements AutoCloseable {
  private final NDScope scope = new NDScope();
  private final List<NDArray> kept = new ArrayList<>();

  /** Starts to collect the arrays that this thread makes. */
  public TemporaryArrays() {
    scope.suppressNotUsedWarning();
  }

  /**
   * Computes something that is no array.
   *
   * @param computation may make arrays, which are closed behind it
   * @param <T> the type of the result
   * @return the result
   */
  public static <T> T compute(Supplier<T> computation) {
    NDScope scope = new NDScope();
    try {
      return computation.get();
    } finally {
      scope.close();
    }
  }

  /**
   * Keeps an array.
   *
   * @param array an array made since this object was, or any other
   * @param <T> the type of the array
   * @return the array
   */
  public <T extends NDArray> T keep(T array) {
    NDScope.unregister(array);
    kept.add(array);
    return array;
  }

  /**
   * Keeps the values of a block and its gradients, which then belong to the block and no scope.
   *
   * @param block a block
   * @return the block
   */
  public TensorBlock keep(TensorBlock block) {
    NDScope.unregister(block.values());
    block.gradients().values().forEach(this::keep);
    return block;
  }

  /** Closes all arrays that were made in this thread since this object was, and not kept. */
  @Override
  public void close() {
    scope.close();
    kept.forEach(NDScope::register);
  }
}
