package org.tensormap.spark.write;

import java.util.Arrays;
import java.util.List;
import org.tensormap.Labels;

/** The samples of a block, which come in ascending order. */
final class GrowingSamples {
  private final List<String> names;
  private final GrowingInts values = new GrowingInts();
  private int[] last;

  GrowingSamples(List<String> names) {
    this.names = names;
  }

  int size() {
    return values.size() / names.size();
  }

  /** Adds a sample, unless it is the last one; whether it was added. */
  boolean add(int[] sample) {
    int order = last == null ? 1 : Arrays.compare(sample, last);
    if (order == 0) {
      return false;
    }
    if (order < 0) {
      throw new IllegalStateException(
          "the sample "
              + LabelColumns.print(names, sample)
              + " came behind "
              + LabelColumns.print(names, last)
              + ", but rows were asked for in order");
    }
    last = sample.clone();
    values.addAll(sample);
    return true;
  }

  /** A sample as messages show it. */
  String print(int index) {
    int[] sample = new int[names.size()];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = values.get(index * sample.length + i);
    }
    return LabelColumns.print(names, sample);
  }

  Labels toLabels() {
    return Labels.assumeUnique(names, values.toArray());
  }
}
