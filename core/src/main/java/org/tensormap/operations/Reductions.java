package org.tensormap.operations;

import java.util.List;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * Sums, means, standard deviations and variances of values that agree in all but some dimensions of
 * the samples, or of the properties.
 *
 * <p>The new labels have the dimensions that are left, sorted; without any, they are {@link
 * org.tensormap.Labels#single()}. Values without samples (or properties) are kept as they are, and
 * so are gradients without samples. Where a mean is taken over gradients, it is one over the
 * gradient samples that are there.
 */
public final class Reductions {
  private Reductions() {}

  /**
   * Sums values over dimensions of the samples; gradients become the sums of the gradients.
   *
   * @param map the values
   * @param names the dimensions to reduce over
   * @return a new map with the other dimensions of the samples
   * @throws IllegalArgumentException if there is no such dimension
   */
  public static TensorMap sumOverSamples(TensorMap map, List<String> names) {
    return Reduction.SUM.overSamples(map, names);
  }

  /**
   * Sums values of a block over dimensions of the samples; gradients become the sums of the
   * gradients.
   *
   * @param block the values
   * @param names the dimensions to reduce over; others than those of the samples are ignored
   * @return a new block with the other dimensions of the samples
   */
  public static TensorBlock sumOverSamplesBlock(TensorBlock block, List<String> names) {
    return Reduction.SUM.blockOverSamples(block, names);
  }

  /**
   * Averages values over dimensions of the samples; gradients become the means of the gradients.
   *
   * @param map the values
   * @param names the dimensions to reduce over
   * @return a new map with the other dimensions of the samples
   * @throws IllegalArgumentException if there is no such dimension
   */
  public static TensorMap meanOverSamples(TensorMap map, List<String> names) {
    return Reduction.MEAN.overSamples(map, names);
  }

  /**
   * Averages values of a block over dimensions of the samples; gradients become the means of the
   * gradients.
   *
   * @param block the values
   * @param names the dimensions to reduce over; others than those of the samples are ignored
   * @return a new block with the other dimensions of the samples
   */
  public static TensorBlock meanOverSamplesBlock(TensorBlock block, List<String> names) {
    return Reduction.MEAN.blockOverSamples(block, names);
  }

  /**
   * Takes the standard deviation of values over dimensions of the samples; gradients become {@code
   * (E[x dx] - E[x] E[dx]) / std(x)}, and 0 where that is not finite.
   *
   * @param map the values
   * @param names the dimensions to reduce over
   * @return a new map with the other dimensions of the samples
   * @throws IllegalArgumentException if there is no such dimension
   */
  public static TensorMap stdOverSamples(TensorMap map, List<String> names) {
    return Reduction.STD.overSamples(map, names);
  }

  /**
   * Takes the standard deviation of values of a block over dimensions of the samples; gradients
   * become {@code (E[x dx] - E[x] E[dx]) / std(x)}, and 0 where that is not finite.
   *
   * @param block the values
   * @param names the dimensions to reduce over; others than those of the samples are ignored
   * @return a new block with the other dimensions of the samples
   */
  public static TensorBlock stdOverSamplesBlock(TensorBlock block, List<String> names) {
    return Reduction.STD.blockOverSamples(block, names);
  }

  /**
   * Takes the variance of values over dimensions of the samples; gradients become {@code 2 (E[x dx]
   * - E[x] E[dx])}.
   *
   * @param map the values
   * @param names the dimensions to reduce over
   * @return a new map with the other dimensions of the samples
   * @throws IllegalArgumentException if there is no such dimension
   */
  public static TensorMap varOverSamples(TensorMap map, List<String> names) {
    return Reduction.VAR.overSamples(map, names);
  }

  /**
   * Takes the variance of values of a block over dimensions of the samples; gradients become {@code
   * 2 (E[x dx] - E[x] E[dx])}.
   *
   * @param block the values
   * @param names the dimensions to reduce over; others than those of the samples are ignored
   * @return a new block with the other dimensions of the samples
   */
  public static TensorBlock varOverSamplesBlock(TensorBlock block, List<String> names) {
    return Reduction.VAR.blockOverSamples(block, names);
  }

  /**
   * Sums values over dimensions of the properties; gradients become the sums of the gradients.
   *
   * @param map the values
   * @param names the dimensions to reduce over
   * @return a new map with the other dimensions of the properties
   * @throws IllegalArgumentException if there is no such dimension
   */
  public static TensorMap sumOverProperties(TensorMap map, List<String> names) {
    return Reduction.SUM.overProperties(map, names);
  }

  /**
   * Sums values of a block over dimensions of the properties; gradients become the sums of the
   * gradients.
   *
   * @param block the values
   * @param names the dimensions to reduce over; others than those of the properties are ignored
   * @return a new block with the other dimensions of the properties
   */
  public static TensorBlock sumOverPropertiesBlock(TensorBlock block, List<String> names) {
    return Reduction.SUM.blockOverProperties(block, names);
  }

  /**
   * Averages values over dimensions of the properties; gradients become the means of the gradients.
   *
   * @param map the values
   * @param names the dimensions to reduce over
   * @return a new map with the other dimensions of the properties
   * @throws IllegalArgumentException if there is no such dimension
   */
  public static TensorMap meanOverProperties(TensorMap map, List<String> names) {
    return Reduction.MEAN.overProperties(map, names);
  }

  /**
   * Averages values of a block over dimensions of the properties; gradients become the means of the
   * gradients.
   *
   * @param block the values
   * @param names the dimensions to reduce over; others than those of the properties are ignored
   * @return a new block with the other dimensions of the properties
   */
  public static TensorBlock meanOverPropertiesBlock(TensorBlock block, List<String> names) {
    return Reduction.MEAN.blockOverProperties(block, names);
  }

  /**
   * Takes the standard deviation of values over dimensions of the properties; gradients become
   * {@code (E[x dx] - E[x] E[dx]) / std(x)}, and 0 where that is not finite.
   *
   * @param map the values
   * @param names the dimensions to reduce over
   * @return a new map with the other dimensions of the properties
   * @throws IllegalArgumentException if there is no such dimension
   */
  public static TensorMap stdOverProperties(TensorMap map, List<String> names) {
    return Reduction.STD.overProperties(map, names);
  }

  /**
   * Takes the standard deviation of values of a block over dimensions of the properties; gradients
   * become {@code (E[x dx] - E[x] E[dx]) / std(x)}, and 0 where that is not finite.
   *
   * @param block the values
   * @param names the dimensions to reduce over; others than those of the properties are ignored
   * @return a new block with the other dimensions of the properties
   */
  public static TensorBlock stdOverPropertiesBlock(TensorBlock block, List<String> names) {
    return Reduction.STD.blockOverProperties(block, names);
  }

  /**
   * Takes the variance of values over dimensions of the properties; gradients become {@code 2 (E[x
   * dx] - E[x] E[dx])}.
   *
   * @param map the values
   * @param names the dimensions to reduce over
   * @return a new map with the other dimensions of the properties
   * @throws IllegalArgumentException if there is no such dimension
   */
  public static TensorMap varOverProperties(TensorMap map, List<String> names) {
    return Reduction.VAR.overProperties(map, names);
  }

  /**
   * Takes the variance of values of a block over dimensions of the properties; gradients become
   * {@code 2 (E[x dx] - E[x] E[dx])}.
   *
   * @param block the values
   * @param names the dimensions to reduce over; others than those of the properties are ignored
   * @return a new block with the other dimensions of the properties
   */
  public static TensorBlock varOverPropertiesBlock(TensorBlock block, List<String> names) {
    return Reduction.VAR.blockOverProperties(block, names);
  }
}
