package org.tensormap.operations;

import org.tensormap.Labels;

/**
 * Samples of gradients whose first dimension, {@code sample}, refers to other samples than before.
 */
final class GradientSamples {
  private GradientSamples() {}

  /**
   * Some samples of a gradient.
   *
   * @param rows the positions of the samples, in their new order
   * @param sample what {@code sample} is for each of them
   */
  static Labels moved(Labels samples, int[] rows, int[] sample) {
    int dimensions = samples.dimensions();
    int[] values = new int[rows.length * dimensions];
    for (int i = 0; i < rows.length; i++) {
      values[i * dimensions] = sample[i];
      for (int dimension = 1; dimension < dimensions; dimension++) {
        values[i * dimensions + dimension] = samples.get(rows[i], dimension);
      }
    }
    return Labels.assumeUnique(samples.names(), values).toDeviceOf(samples);
  }
}
