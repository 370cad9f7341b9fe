package org.tensormap.operations;

import ai.djl.ndarray.NDArray;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.tensormap.TensorBlock;

/** Arithmetic with the values of blocks and their gradients. */
final class BlockArithmetic {
  /** A rule that gives the gradient of a result. */
  private interface GradientRule {
    NDArray apply(String parameter, TensorBlock gradient, NDArray sample);
  }

  /** A rule that gives the gradient of a result of two blocks. */
  private interface PairGradientRule {
    NDArray apply(NDArray gradient, NDArray otherGradient, NDArray sample);
  }

  private BlockArithmetic() {}

  static TensorBlock abs(TensorBlock block) {
    return MapOperation.compute(
        () -> {
          NDArray values = Operators.values(block);
          return block(
              block,
              values.abs(),
              (parameter, gradient, sample) ->
                  Operators.call("abs_gradient", values, gradient.values(), sample));
        });
  }

  static TensorBlock pow(TensorBlock block, double exponent) {
    return MapOperation.compute(
        () -> {
          NDArray values = Operators.values(block);
          NDArray power = Operators.number(exponent, values);
          return block(
              block,
              Operators.call("pow", values, power),
              (parameter, gradient, sample) ->
                  Operators.call("pow_gradient", values, gradient.values(), sample, power));
        });
  }

  static TensorBlock add(TensorBlock block, double constant) {
    return MapOperation.compute(
        () -> {
          TensorBlock sum = like(block, Operators.values(block).add(constant));
          block
              .gradients()
              .forEach(
                  (parameter, gradient) ->
                      sum.addGradient(
                          parameter, MapOperation.withoutGradients(gradient).copy(false)));
          return sum;
        });
  }

  static TensorBlock multiply(TensorBlock block, double constant) {
    return scaled(block, values -> values.mul(constant));
  }

  static TensorBlock divide(TensorBlock block, double constant) {
    return scaled(block, values -> values.div(constant));
  }

  static TensorBlock add(TensorBlock first, TensorBlock second) {
    return sum(first, second, "add", NDArray::add);
  }

  static TensorBlock subtract(TensorBlock first, TensorBlock second) {
    return sum(first, second, "subtract", NDArray::sub);
  }

  static TensorBlock multiply(TensorBlock first, TensorBlock second) {
    return product(first, second, "multiply", NDArray::mul);
  }

  static TensorBlock divide(TensorBlock first, TensorBlock second) {
    return product(first, second, "divide", NDArray::div);
  }

  private static TensorBlock scaled(TensorBlock block, UnaryOperator<NDArray> scale) {
    return MapOperation.compute(
        () ->
            block(
                block,
                scale.apply(Operators.values(block)),
                (parameter, gradient, sample) -> scale.apply(Operators.values(gradient))));
  }

  private static TensorBlock sum(
      TensorBlock first, TensorBlock second, String name, BinaryOperator<NDArray> add) {
    check(first, second, name);
    return MapOperation.compute(
        () ->
            pair(
                first,
                second,
                add.apply(Operators.values(first), Operators.values(second)),
                (da, db, sample) -> add.apply(da, db)));
  }

  /** Also a quotient: the rule for the gradient is the operator {@code NAME_gradient}. */
  private static TensorBlock product(
      TensorBlock first, TensorBlock second, String name, BinaryOperator<NDArray> multiply) {
    check(first, second, name);
    return MapOperation.compute(
        () -> {
          NDArray a = Operators.values(first);
          NDArray b = Operators.values(second);
          return pair(
              first,
              second,
              multiply.apply(a, b),
              (da, db, sample) -> Operators.call(name + "_gradient", a, da, b, db, sample));
        });
  }

  private static void check(TensorBlock first, TensorBlock second, String name) {
    if (Checks.checksEnabled()) {
      MetadataDifference.ofBlocks(first, second, name, Axis.OF_BLOCKS).throwIfAny();
      MetadataDifference.ofGradients(first, second, name, Axis.OF_BLOCKS).throwIfAny();
    }
  }

  private static TensorBlock block(TensorBlock block, NDArray values, GradientRule rule) {
    TensorBlock result = like(block, values);
    block
        .gradients()
        .forEach(
            (parameter, gradient) -> {
              NDArray sample = Operators.sample(MapOperation.withoutGradients(gradient), values);
              result.addGradient(
                  parameter, like(gradient, rule.apply(parameter, gradient, sample)));
            });
    return result;
  }

  private static TensorBlock pair(
      TensorBlock first, TensorBlock second, NDArray values, PairGradientRule rule) {
    return block(
        first,
        values,
        (parameter, gradient, sample) ->
            rule.apply(
                Operators.values(gradient),
                Operators.values(MapOperation.withoutGradients(second.gradient(parameter))),
                sample));
  }

  private static TensorBlock like(TensorBlock block, NDArray values) {
    return new TensorBlock(values, block.samples(), block.components(), block.properties());
  }
}
