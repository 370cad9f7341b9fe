package org.tensormap.spark.functions;

import static org.tensormap.spark.functions.Parameters.OTHER;
import static org.tensormap.spark.functions.Parameters.TENSOR_MAP;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.tensormap.TensorMap;
import org.tensormap.operations.Arithmetic;
import org.tensormap.operations.Comparisons;
import org.tensormap.operations.Creation;
import org.tensormap.operations.LinearAlgebra;

/** Functions that compute with values, and compare them. */
final class ArithmeticFunctions {
  private static final Parameter<Operand> OPERAND = Parameter.of("other", Kinds.OPERAND);
  private static final Parameter<Double> EXPONENT = Parameter.of("exponent", Kinds.NUMBER);
  private static final Parameter<Double> RELATIVE = Parameter.optional("rtol", Kinds.NUMBER, 1e-13);
  private static final Parameter<Double> ABSOLUTE = Parameter.optional("atol", Kinds.NUMBER, 1e-12);

  private static final Parameter<Optional<Double>> RCOND =
      Parameter.optional("rcond", Kinds.NUMBER.map(Optional::of), Optional.empty());
  private static final Parameter<Optional<String>> DRIVER =
      Parameter.optional(
          "driver",
          Kinds.TEXT.map(name -> Optional.of(name.toLowerCase(Locale.ROOT))),
          Optional.empty());

  /** What a second tensor map has to be like. */
  private static final String SAME_LABELS =
      "with the same keys, samples, components and properties";

  static final List<SqlFunction> ALL =
      List.of(
          operator(
              "tm_add",
              "Adds a tensor map %s, or a number.",
              "1",
              "[2.0, -1.0, 4.0, 5.0, 6.0, 7.0]",
              "[2.0, -4.0, 6.0, 8.0, 10.0, 12.0]",
              Arithmetic::add,
              Arithmetic::add),
          operator(
              "tm_subtract",
              "Subtracts a tensor map %s, or a number.",
              "1",
              "[0.0, -3.0, 2.0, 3.0, 4.0, 5.0]",
              "[0.0, 0.0, 0.0, 0.0, 0.0, 0.0]",
              Arithmetic::subtract,
              Arithmetic::subtract),
          operator(
              "tm_multiply",
              "Multiplies each value with that of a tensor map %s, or with a number.",
              "2",
              "[2.0, -4.0, 6.0, 8.0, 10.0, 12.0]",
              "[1.0, 4.0, 9.0, 16.0, 25.0, 36.0]",
              Arithmetic::multiply,
              Arithmetic::multiply),
          operator(
              "tm_divide",
              "Divides each value by that of a tensor map %s, or by a number.",
              "2",
              "[0.5, -1.0, 1.5, 2.0, 2.5, 3.0]",
              "[1.0, 1.0, 1.0, 1.0, 1.0, 1.0]",
              Arithmetic::divide,
              Arithmetic::divide),
          TensorMapFunction.named("tm_pow")
              .takes(TENSOR_MAP, EXPONENT)
              .does("Raises each value to a power.")
              .example(
                  "SELECT tm_values(_FUNC_(tensormap, 2), map('center_type', 1)) FROM features",
                  "[1.0, 4.0, 9.0, 16.0, 25.0, 36.0]")
              .returns(
                  Result.TENSOR_MAP, in -> Arithmetic.pow(in.get(TENSOR_MAP), in.get(EXPONENT))),
          unary(
              "tm_abs",
              "Takes the absolute value of each value.",
              "[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]",
              Arithmetic::abs),
          TensorMapFunction.named("tm_dot")
              .takes(TENSOR_MAP, OTHER)
              .does(
                  "Multiplies the values of each block with the transposed values of the block of"
                      + " another tensor map with the same key and properties, whose samples become"
                      + " the properties.")
              .example(
                  "SELECT tm_values(_FUNC_(tensormap, tm_remove_gradients(tensormap)),"
                      + " map('center_type', 1)) FROM features",
                  "[5.0, -5.0, -7.0, -5.0, 25.0, 39.0, -7.0, 39.0, 61.0]")
              .returns(
                  Result.TENSOR_MAP, in -> LinearAlgebra.dot(in.get(TENSOR_MAP), in.get(OTHER))),
          TensorMapFunction.named("tm_solve")
              .takes(TENSOR_MAP, OTHER)
              .does(
                  "Solves the linear system X w = Y of each block for w, where X are the values of"
                      + " a tensor map, as many samples as properties, and Y those of another one"
                      + " with the same keys and samples. The values of the result are the"
                      + " transpose of w: its samples are the properties of Y, its properties those"
                      + " of X.")
              .example(
                  "SELECT transform(tm_values(_FUNC_(tensormap, tm_multiply(tensormap, 2))), w ->"
                      + " round(w, 6)) FROM parts",
                  """
                  [2.0, 0.0, 0.0, 2.0]
                  [2.0, 0.0, 0.0, 2.0]""")
              .returns(
                  Result.TENSOR_MAP, in -> LinearAlgebra.solve(in.get(TENSOR_MAP), in.get(OTHER))),
          TensorMapFunction.named("tm_lstsq")
              .takes(TENSOR_MAP, OTHER, RCOND, DRIVER)
              .does(
                  "Finds the w with the least squares of X w - Y of each block, where X are the"
                      + " values and gradients of a tensor map, and Y those of another one with the"
                      + " same keys, samples, components and gradients. Singular values below rcond"
                      + " times the largest one count as zero; driver is the function of LAPACK,"
                      + " 'gels', 'gelsy', 'gelsd' or 'gelss'. The values of the result are the"
                      + " transpose of w: its samples are the properties of Y, its properties those"
                      + " of X.")
              .example(
                  "SELECT round(tm_values(_FUNC_(tensormap, tm_multiply(tensormap, 2)),"
                      + " map('center_type', 1))[0], 6) FROM features",
                  "2.0")
              .returns(Result.TENSOR_MAP, ArithmeticFunctions::lstsq),
          unary(
              "tm_zeros_like",
              "Returns a tensor map with the same labels, and zeros as values and gradients.",
              "[0.0, 0.0, 0.0, 0.0, 0.0, 0.0]",
              Creation::zerosLike),
          unary(
              "tm_ones_like",
              "Returns a tensor map with the same labels, and ones as values and gradients.",
              "[1.0, 1.0, 1.0, 1.0, 1.0, 1.0]",
              Creation::onesLike),
          TensorMapFunction.named("tm_equal")
              .takes(TENSOR_MAP, OTHER)
              .does("Tells whether two tensor maps have the same labels, values and gradients.")
              .example("SELECT _FUNC_(tensormap, tm_abs(tensormap)) FROM features", "false")
              .returns(Result.FLAG, in -> Comparisons.equal(in.get(TENSOR_MAP), in.get(OTHER))),
          TensorMapFunction.named("tm_equal_metadata")
              .takes(TENSOR_MAP, OTHER)
              .does("Tells whether two tensor maps have the same labels and gradients' labels.")
              .example("SELECT _FUNC_(tensormap, tm_add(tensormap, 1)) FROM features", "true")
              .returns(
                  Result.FLAG, in -> Comparisons.equalMetadata(in.get(TENSOR_MAP), in.get(OTHER))),
          TensorMapFunction.named("tm_allclose")
              .takes(TENSOR_MAP, OTHER, RELATIVE, ABSOLUTE)
              .does(
                  "Tells whether two tensor maps have the same labels, and values and gradients that"
                      + " differ at most by atol + rtol * |other|; rtol is 1e-13 and atol 1e-12 if"
                      + " they are left out.")
              .example(
                  "SELECT _FUNC_(tensormap, tm_add(tensormap, 0.01), 0, 0.1) FROM features", "true")
              .returns(
                  Result.FLAG,
                  in ->
                      Comparisons.allclose(
                          in.get(TENSOR_MAP),
                          in.get(OTHER),
                          in.get(RELATIVE),
                          in.get(ABSOLUTE),
                          false)));

  private ArithmeticFunctions() {}

  private static TensorMap lstsq(Arguments in) {
    TensorMap x = in.get(TENSOR_MAP);
    TensorMap y = in.get(OTHER);
    Optional<Double> rcond = in.get(RCOND);
    if (rcond.isEmpty()) {
      return LinearAlgebra.lstsq(x, y);
    }
    return in.get(DRIVER)
        .map(driver -> LinearAlgebra.lstsq(x, y, rcond.get(), driver))
        .orElseGet(() -> LinearAlgebra.lstsq(x, y, rcond.get()));
  }

  private static TensorMapFunction operator(
      String name,
      String purpose,
      String number,
      String resultWithNumber,
      String resultWithMap,
      BiFunction<TensorMap, TensorMap, TensorMap> withMap,
      BiFunction<TensorMap, Double, TensorMap> withNumber) {
    return TensorMapFunction.named(name)
        .takes(TENSOR_MAP, OPERAND)
        .does(String.format(purpose, SAME_LABELS))
        .example(
            "SELECT tm_values(_FUNC_(tensormap, "
                + number
                + "), map('center_type', 1)) FROM features",
            resultWithNumber)
        .example(
            "SELECT tm_values(_FUNC_(tensormap, tensormap), map('center_type', 1)) FROM features",
            resultWithMap)
        .returns(
            Result.TENSOR_MAP,
            in -> {
              TensorMap map = in.get(TENSOR_MAP);
              Operand other = in.get(OPERAND);
              return other instanceof Operand.Map second
                  ? withMap.apply(map, second.map())
                  : withNumber.apply(map, ((Operand.Constant) other).value());
            });
  }

  private static TensorMapFunction unary(
      String name, String purpose, String result, UnaryOperator<TensorMap> operation) {
    return TensorMapFunction.named(name)
        .takes(TENSOR_MAP)
        .does(purpose)
        .example("SELECT tm_values(_FUNC_(tensormap), map('center_type', 1)) FROM features", result)
        .returns(Result.TENSOR_MAP, in -> operation.apply(in.get(TENSOR_MAP)));
  }
}
