package org.tensormap.spark.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.LabelsEntry;
import org.tensormap.TensorBlock;

/**
 * Values over the properties, averaged over the samples of each block. Blocks may come in pieces:
 * those with the same key are averaged together.
 */
public final class MeanSpectra {
  private static final class Sum {
    private final double[] values;
    private long samples;

    Sum(int properties) {
      this.values = new double[properties];
    }
  }

  private final Map<LabelsEntry, Sum> sums = new LinkedHashMap<>();
  private Labels properties;
  private boolean hasComponents;

  /** Creates an average of nothing. */
  public MeanSpectra() {}

  /**
   * Adds a block, or some samples of one.
   *
   * @param key the key of the block
   * @param block the block, which is not kept; without samples it is left out
   * @throws IllegalArgumentException if its properties are not those of the blocks before
   */
  public void add(LabelsEntry key, TensorBlock block) {
    if (block.size() == 0) {
      return;
    }
    if (properties == null) {
      properties = block.properties();
      hasComponents = !block.components().isEmpty();
    } else if (!properties.equals(block.properties())) {
      throw new IllegalArgumentException(
          "spectra need the same properties in all blocks, but those of "
              + key.print()
              + " differ from those of "
              + sums.keySet().iterator().next().print());
    }
    Sum sum = sums.computeIfAbsent(key, unused -> new Sum(properties.size()));
    double[][] spectra = SampleSpectra.of(block, block.size());
    for (double[] spectrum : spectra) {
      for (int property = 0; property < spectrum.length; property++) {
        sum.values[property] += spectrum[property];
      }
    }
    sum.samples += spectra.length;
  }

  Labels properties() {
    if (properties == null || properties.size() == 0) {
      throw new IllegalArgumentException("there are no values to plot");
    }
    return properties;
  }

  boolean hasComponents() {
    return hasComponents;
  }

  int size() {
    return sums.size();
  }

  /** The means of the blocks with the most samples, by key. */
  Map<LabelsEntry, double[]> largest(int count) {
    List<Map.Entry<LabelsEntry, Sum>> sorted = new ArrayList<>(sums.entrySet());
    sorted.sort(Comparator.comparingLong(entry -> -entry.getValue().samples));
    Map<LabelsEntry, double[]> means = new LinkedHashMap<>();
    for (Map.Entry<LabelsEntry, Sum> entry : sorted.subList(0, Math.min(count, sorted.size()))) {
      double[] mean = entry.getValue().values.clone();
      for (int property = 0; property < mean.length; property++) {
        mean[property] /= entry.getValue().samples;
      }
      means.put(entry.getKey(), mean);
    }
    return means;
  }
}
