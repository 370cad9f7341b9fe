package org.tensormap.spark;

import java.io.Serializable;
import java.util.List;

/**
 * The names of the dimensions of one gradient; its properties are those of the values.
 *
 * @param samples the sample dimensions: first the position of a sample of the values, then those of
 *     the gradient
 * @param components the component dimensions: those of the gradient, then those of the values
 */
public record GradientSchema(List<String> samples, List<String> components)
    implements Serializable {
  /**
   * Creates the names of a gradient.
   *
   * @param samples the sample dimensions
   * @param components the component dimensions
   */
  public GradientSchema {
    samples = List.copyOf(samples);
    components = List.copyOf(components);
  }
}
