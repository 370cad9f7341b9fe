package org.tensormap.torchscript;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a model's method accepts and returns.
 *
 * @param method the name of the method, for example {@code forward}
 * @param arguments its arguments, in order, without {@code self}
 * @param result what it returns
 */
public record ModelSignature(String method, List<ModelArgument> arguments, ModelType result) {
  /**
   * Creates a signature.
   *
   * @param method the name of the method
   * @param arguments its arguments, in order; copied
   * @param result what it returns
   */
  public ModelSignature {
    arguments = List.copyOf(arguments);
  }

  /**
   * Returns the signature as Python prints it, for example {@code forward(types: List[Tensor]) ->
   * TensorMap}.
   */
  @Override
  public String toString() {
    return arguments.stream()
            .map(ModelArgument::toString)
            .collect(Collectors.joining(", ", method + "(", ") -> "))
        + result;
  }
}
