package org.tensormap.spark.layout;

import java.util.Arrays;
import org.tensormap.Labels;

/** The samples of blocks, or of a gradient of one, in groups that are asked for one by one. */
final class GroupedSamples {
  private final Labels samples;

  /** The samples that these are of a gradient of; null if they are those of plain blocks. */
  private final GroupedSamples owner;

  /** The group of each row. */
  private final int[] groups;

  /** The rows, group by group, in each in their own order. */
  private final int[] rows;

  /** Where each group starts in {@link #rows}. */
  private final int[] starts;

  /** The position of each row in its group. */
  private final int[] positions;

  /** The group whose samples were asked for last: all blocks may have the same. */
  private int lastGroup = -1;

  private Labels last;

  /**
   * Groups samples.
   *
   * @param samples the samples
   * @param owner those that they are of a gradient of, or null
   * @param groups the group of each sample
   * @param groupCount how many groups there are
   */
  GroupedSamples(Labels samples, GroupedSamples owner, int[] groups, int groupCount) {
    this.samples = samples;
    this.owner = owner;
    this.groups = groups;
    this.starts = new int[groupCount + 1];
    for (int group : groups) {
      starts[group + 1]++;
    }
    for (int group = 0; group < groupCount; group++) {
      starts[group + 1] += starts[group];
    }
    this.rows = new int[groups.length];
    this.positions = new int[groups.length];
    int[] filled = new int[groupCount];
    for (int row = 0; row < groups.length; row++) {
      positions[row] = filled[groups[row]]++;
      rows[starts[groups[row]] + positions[row]] = row;
    }
  }

  int size() {
    return groups.length;
  }

  int groupCount() {
    return starts.length - 1;
  }

  /** The group of a row. */
  int groupOf(int row) {
    return groups[row];
  }

  /** The rows of a group. */
  int[] rows(int group) {
    return Arrays.copyOfRange(rows, starts[group], starts[group + 1]);
  }

  /** The samples of a group; those of a gradient say which row of the group they belong to. */
  Labels labels(int group) {
    if (group != lastGroup) {
      last = select(group);
      lastGroup = group;
    }
    return last;
  }

  private Labels select(int group) {
    Labels selected = samples.entries(rows(group));
    if (owner == null) {
      return selected;
    }
    int[] values = new int[selected.values().remaining()];
    selected.values().get(values);
    for (int at = 0; at < values.length; at += selected.dimensions()) {
      values[at] = owner.positions[values[at]];
    }
    return Labels.assumeUnique(selected.names(), values);
  }
}
