package org.tensormap.arrow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The parameters of a {@link FixedShapeTensorType}: what the tensors of a column have in common.
 *
 * @param shape the length of each dimension as they are stored, the last one being contiguous
 * @param dimensionNames a name for each dimension of {@code shape}
 * @param permutation for each dimension of the tensor as it is meant, which of {@code shape} it is;
 *     empty if it is meant as it is stored
 */
public record TensorLayout(
    List<Integer> shape,
    Optional<List<String>> dimensionNames,
    Optional<List<Integer>> permutation) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String SHAPE = "shape";
  private static final String DIMENSION_NAMES = "dim_names";
  private static final String PERMUTATION = "permutation";

  /**
   * Creates a layout.
   *
   * @param shape the length of each dimension as they are stored
   * @param dimensionNames a name for each dimension of {@code shape}
   * @param permutation for each dimension of the tensor as it is meant, which of {@code shape} it
   *     is
   * @throws IllegalArgumentException if a length is negative, a tensor has 2^31 elements or more,
   *     there are not as many names as dimensions, or the permutation is none
   */
  public TensorLayout {
    shape = List.copyOf(shape);
    dimensionNames = dimensionNames.map(List::copyOf);
    permutation = permutation.map(List::copyOf);
    if (shape.stream().anyMatch(length -> length < 0) || product(shape) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a list can not hold tensors of shape " + shape);
    }
    if (dimensionNames.isPresent() && dimensionNames.get().size() != shape.size()) {
      throw new IllegalArgumentException(
          "tensors of shape "
              + shape
              + " can not have the dimension names "
              + dimensionNames.get());
    }
    List<Integer> dimensions = IntStream.range(0, shape.size()).boxed().toList();
    if (permutation.isPresent()
        && !permutation.get().stream().sorted().toList().equals(dimensions)) {
      throw new IllegalArgumentException(
          "tensors of shape " + shape + " can not have the permutation " + permutation.get());
    }
  }

  /**
   * Creates the layout of tensors whose dimensions have no names, and are meant as they are stored.
   *
   * @param shape the length of each dimension, the last one being contiguous
   * @throws IllegalArgumentException if a length is negative, or a tensor has 2^31 elements or more
   */
  public TensorLayout(List<Integer> shape) {
    this(shape, Optional.empty(), Optional.empty());
  }

  /**
   * Returns the number of elements of every tensor.
   *
   * @return the product of all lengths
   */
  public int elements() {
    return (int) product(shape);
  }

  /** Reads the JSON object of the specification. */
  static TensorLayout fromJson(String json) {
    JsonNode parameters;
    try {
      parameters = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the parameters of a tensor type are not JSON: " + json, e);
    }
    return new TensorLayout(
        list(parameters, SHAPE, JsonNode::isInt, JsonNode::intValue)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the parameters of a tensor type have no 'shape': " + json)),
        list(parameters, DIMENSION_NAMES, JsonNode::isTextual, JsonNode::textValue),
        list(parameters, PERMUTATION, JsonNode::isInt, JsonNode::intValue));
  }

  /** Writes the JSON object of the specification. */
  String toJson() {
    ObjectNode parameters = JSON.createObjectNode();
    parameters.set(SHAPE, JSON.valueToTree(shape));
    dimensionNames.ifPresent(names -> parameters.set(DIMENSION_NAMES, JSON.valueToTree(names)));
    permutation.ifPresent(order -> parameters.set(PERMUTATION, JSON.valueToTree(order)));
    return parameters.toString();
  }

  /** The product of lengths, or some number beyond an int if it is one. */
  private static long product(List<Integer> shape) {
    long product = 1;
    for (int length : shape) {
      product = Math.min(product * length, 1L << 31);
    }
    return product;
  }

  private static <T> Optional<List<T>> list(
      JsonNode parameters, String name, Predicate<JsonNode> isElement, Function<JsonNode, T> read) {
    JsonNode array = parameters.path(name);
    if (array.isMissingNode() || array.isNull()) {
      return Optional.empty();
    }
    List<T> list = new ArrayList<>();
    for (JsonNode element : array) {
      if (!isElement.test(element)) {
        throw new IllegalArgumentException(
            "the parameter '" + name + "' of a tensor type can not be " + array);
      }
      list.add(read.apply(element));
    }
    return Optional.of(list);
  }
}
