package org.tensormap.operations;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.TorchFunctions;

/**
 * Explicit gradients of blocks, and the graph that PyTorch records for automatic differentiation.
 *
 * <p>Values are shared with the old maps and blocks.
 */
public final class Gradients {
  private Gradients() {}

  /**
   * Leaves out all gradients.
   *
   * @param map the map
   * @return a new map
   */
  public static TensorMap removeGradients(TensorMap map) {
    return MapOperation.onBlocks(map, Gradients::removeGradientsBlock);
  }

  /**
   * Leaves out some gradients.
   *
   * @param map the map
   * @param remove the parameters of the gradients to leave out
   * @return a new map
   */
  public static TensorMap removeGradients(TensorMap map, List<String> remove) {
    return MapOperation.onBlocks(map, block -> removeGradientsBlock(block, remove));
  }

  /**
   * Leaves out all gradients of a block.
   *
   * @param block the block
   * @return a new block
   */
  public static TensorBlock removeGradientsBlock(TensorBlock block) {
    return removeGradientsBlock(block, block.gradientsList());
  }

  /**
   * Leaves out some gradients of a block.
   *
   * @param block the block
   * @param remove the parameters of the gradients to leave out
   * @return a new block
   */
  public static TensorBlock removeGradientsBlock(TensorBlock block, List<String> remove) {
    TensorBlock result = block.withLabels(block.samples(), block.components(), block.properties());
    block
        .gradients()
        .forEach(
            (parameter, gradient) -> {
              if (!remove.contains(parameter)) {
                result.addGradient(parameter, gradient.copy(false));
              }
            });
    return result;
  }

  /**
   * Separates the values and explicit gradients from the graph of automatic differentiation.
   *
   * @param map the map
   * @return a new map
   */
  public static TensorMap detach(TensorMap map) {
    return MapOperation.onBlocks(map, Gradients::detachBlock);
  }

  /**
   * Separates the values and explicit gradients of a block from the graph of automatic
   * differentiation.
   *
   * @param block the block
   * @return a new block
   */
  public static TensorBlock detachBlock(TensorBlock block) {
    return withViews(block, values -> values instanceof PtNDArray ? values.stopGradient() : values);
  }

  /**
   * Makes the values and explicit gradients leaves of a new graph of automatic differentiation, or
   * constants.
   *
   * @param map the map
   * @param requiresGrad whether operations on them are recorded
   * @return a new map; values in host memory are copied to PyTorch
   */
  public static TensorMap requiresGrad(TensorMap map, boolean requiresGrad) {
    return MapOperation.onBlocks(map, block -> requiresGradBlock(block, requiresGrad));
  }

  /**
   * Makes the values and explicit gradients of a block leaves of a new graph of automatic
   * differentiation, or constants.
   *
   * @param block the block
   * @param requiresGrad whether operations on them are recorded
   * @return a new block; values in host memory are copied to PyTorch
   */
  public static TensorBlock requiresGradBlock(TensorBlock block, boolean requiresGrad) {
    return withViews(
        block,
        values -> {
          NDArray view = TorchFunctions.torchArray(values).stopGradient();
          view.setRequiresGradient(requiresGrad);
          return view;
        });
  }

  private static TensorBlock withViews(TensorBlock block, UnaryOperator<NDArray> view) {
    return MapOperation.compute(
        () -> {
          TensorBlock result = block.withValues(view.apply(block.values()));
          block
              .gradients()
              .forEach(
                  (parameter, gradient) ->
                      result.addGradient(parameter, withViews(gradient, view)));
          return result;
        });
  }
}
