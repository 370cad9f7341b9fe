package org.tensormap.torchscript;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The type of an argument or result of a model's method: what can be passed between Java and a
 * model.
 *
 * <p>{@code toString()} prints a type as Python does, for example {@code List[Tensor]} or {@code
 * Optional[Dict[str, TensorMap]]}. The values are, in Java:
 *
 * <table>
 *   <caption>Types and their Java values</caption>
 *   <tr><th>type</th><th>value</th></tr>
 *   <tr><td>{@code Tensor}</td><td>{@link ai.djl.ndarray.NDArray}</td></tr>
 *   <tr><td>{@code TensorMap}</td><td>{@link org.tensormap.TensorMap}</td></tr>
 *   <tr><td>{@code TensorBlock}</td><td>{@link org.tensormap.TensorBlock}</td></tr>
 *   <tr><td>{@code Labels}</td><td>{@link org.tensormap.Labels}</td></tr>
 *   <tr><td>{@code int}</td><td>{@link Long}; arguments may be any integer type</td></tr>
 *   <tr><td>{@code float}</td><td>{@link Double}; arguments may be any number</td></tr>
 *   <tr><td>{@code bool}</td><td>{@link Boolean}</td></tr>
 *   <tr><td>{@code str}</td><td>{@link String}</td></tr>
 *   <tr><td>{@code NoneType}, and the missing value of an {@code Optional}</td>
 *       <td>{@code null}</td></tr>
 *   <tr><td>{@code List}, {@code Tuple}, {@code NamedTuple}</td><td>{@link List}</td></tr>
 *   <tr><td>{@code Dict[str, …]}</td><td>{@link java.util.Map} from {@link String}, in order of
 *       insertion</td></tr>
 * </table>
 */
public sealed interface ModelType {
  /** A dense array. */
  record Tensor() implements ModelType {
    @Override
    public String toString() {
      return "Tensor";
    }
  }

  /** A tensor map. */
  record TensorMap() implements ModelType {
    @Override
    public String toString() {
      return "TensorMap";
    }
  }

  /** A block of a tensor map. */
  record TensorBlock() implements ModelType {
    @Override
    public String toString() {
      return "TensorBlock";
    }
  }

  /** A set of labels. */
  record Labels() implements ModelType {
    @Override
    public String toString() {
      return "Labels";
    }
  }

  /** A 64-bit integer. */
  record Int() implements ModelType {
    @Override
    public String toString() {
      return "int";
    }
  }

  /** A 64-bit floating-point number. */
  @SuppressWarnings("JavaLangClash") // named as in Python, and never without ModelType
  record Float() implements ModelType {
    @Override
    public String toString() {
      return "float";
    }
  }

  /** A truth value. */
  record Bool() implements ModelType {
    @Override
    public String toString() {
      return "bool";
    }
  }

  /** A text. */
  record Str() implements ModelType {
    @Override
    public String toString() {
      return "str";
    }
  }

  /** No value, the result of a method that returns nothing. */
  record None() implements ModelType {
    @Override
    public String toString() {
      return "NoneType";
    }
  }

  /**
   * Any number of values of one type.
   *
   * @param element the type of each of them
   */
  record ListOf(ModelType element) implements ModelType {
    @Override
    public String toString() {
      return "List[" + element + "]";
    }
  }

  /**
   * A fixed number of values, each with its own type.
   *
   * @param elements the types, in order
   * @param className the full name of its class in the code of the model, if it is a named tuple
   */
  record TupleOf(List<ModelType> elements, Optional<String> className) implements ModelType {
    /**
     * Creates the type.
     *
     * @param elements the types of the values, in order; copied
     * @param className the full name of its class in the code of the model, if it is a named tuple
     */
    public TupleOf {
      elements = List.copyOf(elements);
    }

    /**
     * Creates the type of a tuple without names.
     *
     * @param elements the types of the values, in order; copied
     */
    public TupleOf(List<ModelType> elements) {
      this(elements, Optional.empty());
    }

    @Override
    public String toString() {
      return elements.isEmpty()
          ? "Tuple[()]"
          : elements.stream()
              .map(ModelType::toString)
              .collect(Collectors.joining(", ", "Tuple[", "]"));
    }
  }

  /**
   * A value or none.
   *
   * @param value the type of the value
   */
  record OptionalOf(ModelType value) implements ModelType {
    @Override
    public String toString() {
      return "Optional[" + value + "]";
    }
  }

  /**
   * Values of one type by name.
   *
   * @param value the type of each of them
   */
  record DictOf(ModelType value) implements ModelType {
    @Override
    public String toString() {
      return "Dict[str, " + value + "]";
    }
  }
}
