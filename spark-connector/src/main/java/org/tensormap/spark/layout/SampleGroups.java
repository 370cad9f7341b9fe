package org.tensormap.spark.layout;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.tensormap.Labels;

/** Which group each sample of a shard is in: groups are in the order of their labels. */
final class SampleGroups {
  private final SampleGrouping grouping;
  private final TreeMap<int[], Integer> groups = new TreeMap<>(Arrays::compare);

  /**
   * Finds the groups.
   *
   * @param grouping what makes a group
   * @param samples the samples of all blocks
   */
  SampleGroups(SampleGrouping grouping, List<Labels> samples) {
    this.grouping = grouping;
    Set<Labels> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Labels labels : samples) {
      if (seen.add(labels)) {
        Entries entries = new Entries(labels);
        for (int i = 0; i < labels.size(); i++) {
          if (i == 0 || !entries.isSameAsBefore(i)) {
            groups.put(entries.get(i), 0);
          }
        }
      }
    }
    int number = 0;
    for (var entry : groups.entrySet()) {
      entry.setValue(number++ / grouping.size());
    }
  }

  int count() {
    return groups.isEmpty() ? 0 : groups.lastEntry().getValue() + 1;
  }

  /** The group of each of these samples. */
  int[] of(Labels samples) {
    Entries entries = new Entries(samples);
    int[] group = new int[samples.size()];
    for (int i = 0; i < group.length; i++) {
      group[i] = i > 0 && entries.isSameAsBefore(i) ? group[i - 1] : groups.get(entries.get(i));
    }
    return group;
  }

  /** The labels of samples in the dimensions that make a group. */
  private final class Entries {
    private final IntBuffer values;
    private final int length;
    private final int[] columns;

    Entries(Labels samples) {
      this.values = samples.values();
      this.length = samples.dimensions();
      this.columns = grouping.dimensions().stream().mapToInt(samples.names()::indexOf).toArray();
    }

    int[] get(int sample) {
      int[] entry = new int[columns.length];
      for (int i = 0; i < columns.length; i++) {
        entry[i] = values.get(sample * length + columns[i]);
      }
      return entry;
    }

    boolean isSameAsBefore(int sample) {
      for (int column : columns) {
        if (values.get(sample * length + column) != values.get((sample - 1) * length + column)) {
          return false;
        }
      }
      return true;
    }
  }
}
