package org.tensormap.spark.functions;

import static org.tensormap.spark.functions.Parameters.NAMES;
import static org.tensormap.spark.functions.Parameters.TENSOR_MAP;

import java.util.List;
import java.util.function.BiFunction;
import org.tensormap.TensorMap;
import org.tensormap.operations.Reductions;

/** Functions that combine samples or properties which differ only in some dimensions. */
final class ReductionFunctions {
  static final List<SqlFunction> ALL =
      List.of(
          overSamples("sum", "sum", "[6.0, 4.0, 3.0, 4.0]", Reductions::sumOverSamples),
          overSamples("mean", "mean", "[3.0, 2.0, 3.0, 4.0]", Reductions::meanOverSamples),
          overSamples(
              "std", "standard deviation", "[2.0, 4.0, 0.0, 0.0]", Reductions::stdOverSamples),
          overSamples("var", "variance", "[4.0, 16.0, 0.0, 0.0]", Reductions::varOverSamples),
          overProperties("sum", "sum", "[-1.0, 7.0, 11.0]", Reductions::sumOverProperties),
          overProperties("mean", "mean", "[-0.5, 3.5, 5.5]", Reductions::meanOverProperties),
          overProperties(
              "std", "standard deviation", "[1.5, 0.5, 0.5]", Reductions::stdOverProperties),
          overProperties("var", "variance", "[2.25, 0.25, 0.25]", Reductions::varOverProperties));

  private ReductionFunctions() {}

  private static TensorMapFunction overSamples(
      String name,
      String what,
      String result,
      BiFunction<TensorMap, List<String>, TensorMap> reduction) {
    return reduction(
        "tm_" + name + "_over_samples",
        what,
        "samples",
        "SELECT tm_values(_FUNC_(tensormap, 'system'), map('center_type', 1)) FROM features",
        result,
        reduction);
  }

  private static TensorMapFunction overProperties(
      String name,
      String what,
      String result,
      BiFunction<TensorMap, List<String>, TensorMap> reduction) {
    return reduction(
        "tm_" + name + "_over_properties",
        what,
        "properties",
        "SELECT tm_values(_FUNC_(tensormap, 'n'), map('center_type', 1)) FROM features",
        result,
        reduction);
  }

  private static TensorMapFunction reduction(
      String name,
      String what,
      String axis,
      String example,
      String result,
      BiFunction<TensorMap, List<String>, TensorMap> reduction) {
    return TensorMapFunction.named(name)
        .takes(TENSOR_MAP, NAMES)
        .does(
            "Replaces the values of all "
                + axis
                + " that differ only in the named dimensions with their "
                + what
                + "; the dimensions are removed.")
        .example(example, result)
        .returns(Result.TENSOR_MAP, in -> reduction.apply(in.get(TENSOR_MAP), in.get(NAMES)));
  }
}
