package org.tensormap.spark.plot;

import java.nio.ByteBuffer;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/**
 * Values over the properties, of single samples: with components, the Euclidean norm over them,
 * which does not depend on how the system is rotated.
 */
final class SampleSpectra {
  private SampleSpectra() {}

  /**
   * Reads the first samples.
   *
   * @return one array, over the properties, per sample
   * @throws IllegalArgumentException if the values are not 32 or 64 bit floating point numbers
   */
  static double[][] of(TensorBlock block, int samples) {
    int components =
        block.components().stream().mapToInt(Labels::size).reduce(1, Math::multiplyExact);
    int properties = block.properties().size();
    ByteBuffer values = block.values().toByteBuffer(true);
    double[][] spectra = new double[samples][properties];
    for (int sample = 0; sample < samples; sample++) {
      double[] spectrum = spectra[sample];
      for (int component = 0; component < components; component++) {
        for (int property = 0; property < properties; property++) {
          long index = ((long) sample * components + component) * properties + property;
          double value = value(block, values, index);
          spectrum[property] += block.components().isEmpty() ? value : value * value;
        }
      }
      if (!block.components().isEmpty()) {
        for (int property = 0; property < properties; property++) {
          spectrum[property] = Math.sqrt(spectrum[property]);
        }
      }
    }
    return spectra;
  }

  private static double value(TensorBlock block, ByteBuffer values, long index) {
    return switch (block.dtype()) {
      case FLOAT64 -> values.getDouble(Math.toIntExact(values.position() + index * Double.BYTES));
      case FLOAT32 -> values.getFloat(Math.toIntExact(values.position() + index * Float.BYTES));
      default ->
          throw new IllegalArgumentException(
              "spectra are plotted of float32 and float64 values, got "
                  + block.dtype()
                  + "; convert with to(DataType)");
    };
  }
}
