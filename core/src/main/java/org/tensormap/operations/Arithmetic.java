package org.tensormap.operations;

import org.tensormap.TensorMap;

/**
 * Arithmetic with the values of maps and their gradients.
 *
 * <p>The second operand is a number, or a map with the same keys (in any order), labels and
 * gradients as the first one; else {@link NotEqualException} is thrown, unless {@link Checks} are
 * off.
 */
public final class Arithmetic {
  private Arithmetic() {}

  /**
   * Takes absolute values: {@code |A|}, with gradients {@code A / |A| * dA}.
   *
   * @param map the values
   * @return a new map with the same labels
   */
  public static TensorMap abs(TensorMap map) {
    return MapOperation.onBlocks(map, BlockArithmetic::abs);
  }

  /**
   * Adds a number: {@code A + c}, with the gradients of {@code A}.
   *
   * @param map the values
   * @param constant the number
   * @return a new map with the same labels
   */
  public static TensorMap add(TensorMap map, double constant) {
    return MapOperation.onBlocks(map, block -> BlockArithmetic.add(block, constant));
  }

  /**
   * Adds maps: {@code A + B}, with gradients {@code dA + dB}.
   *
   * @param first the first summand
   * @param second the second summand
   * @return a new map with the labels of the first one
   * @throws NotEqualException if the keys, labels or gradients differ
   */
  public static TensorMap add(TensorMap first, TensorMap second) {
    return MapOperation.onPairs(first, second, "add", BlockArithmetic::add);
  }

  /**
   * Subtracts a number: {@code A - c}, with the gradients of {@code A}.
   *
   * @param map the values
   * @param constant the number
   * @return a new map with the same labels
   */
  public static TensorMap subtract(TensorMap map, double constant) {
    return add(map, -constant);
  }

  /**
   * Subtracts maps: {@code A - B}, with gradients {@code dA - dB}.
   *
   * @param first what to subtract from
   * @param second what to subtract
   * @return a new map with the labels of the first one
   * @throws NotEqualException if the keys, labels or gradients differ
   */
  public static TensorMap subtract(TensorMap first, TensorMap second) {
    return MapOperation.onPairs(first, second, "subtract", BlockArithmetic::subtract);
  }

  /**
   * Multiplies by a number: {@code c A}, with gradients {@code c dA}.
   *
   * @param map the values
   * @param constant the number
   * @return a new map with the same labels
   */
  public static TensorMap multiply(TensorMap map, double constant) {
    return MapOperation.onBlocks(map, block -> BlockArithmetic.multiply(block, constant));
  }

  /**
   * Multiplies maps: {@code A B}, with gradients {@code A dB + B dA}.
   *
   * @param first the first factor
   * @param second the second factor
   * @return a new map with the labels of the first one
   * @throws NotEqualException if the keys, labels or gradients differ
   */
  public static TensorMap multiply(TensorMap first, TensorMap second) {
    return MapOperation.onPairs(first, second, "multiply", BlockArithmetic::multiply);
  }

  /**
   * Divides by a number: {@code A / c}, with gradients {@code dA / c}.
   *
   * @param map the values
   * @param constant the number
   * @return a new map with the same labels
   */
  public static TensorMap divide(TensorMap map, double constant) {
    return MapOperation.onBlocks(map, block -> BlockArithmetic.divide(block, constant));
  }

  /**
   * Divides maps: {@code A / B}, with gradients {@code (B dA - A dB) / B²}.
   *
   * @param first what to divide
   * @param second what to divide by
   * @return a new map with the labels of the first one
   * @throws NotEqualException if the keys, labels or gradients differ
   */
  public static TensorMap divide(TensorMap first, TensorMap second) {
    return MapOperation.onPairs(first, second, "divide", BlockArithmetic::divide);
  }

  /**
   * Raises to a power: {@code A^n}, with gradients {@code n A^(n - 1) dA}.
   *
   * @param map the values
   * @param exponent the exponent
   * @return a new map with the same labels
   */
  public static TensorMap pow(TensorMap map, double exponent) {
    return MapOperation.onBlocks(map, block -> BlockArithmetic.pow(block, exponent));
  }
}
