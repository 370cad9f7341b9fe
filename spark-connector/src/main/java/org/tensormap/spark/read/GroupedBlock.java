package org.tensormap.spark.read;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsFormatException;

/** A block, or a gradient of one, whose rows are in groups that are read one by one. */
final class GroupedBlock {
  private final MtsBlock block;
  private final Labels samples;

  /** The block that this one is a gradient of; null for a plain block. */
  private final GroupedBlock owner;

  /** The rows, group by group, in each in their own order. */
  private final int[] rows;

  /** Where each group starts in {@link #rows}. */
  private final int[] starts;

  /** The position of each row in its group. */
  private final int[] positions;

  private final Map<String, GroupedBlock> gradients = new LinkedHashMap<>();

  /**
   * Groups the rows of a block, and those of its gradients after the rows they belong to.
   *
   * @param file the file of the block, for messages
   * @param block the block
   * @param samples its samples
   * @param groups the group of each sample
   * @param groupCount how many groups there are
   */
  GroupedBlock(String file, MtsBlock block, Labels samples, int[] groups, int groupCount)
      throws IOException {
    this(file, block, samples, null, groups, groupCount);
  }

  private GroupedBlock(
      String file, MtsBlock block, Labels samples, GroupedBlock owner, int[] groups, int groupCount)
      throws IOException {
    this.block = block;
    this.samples = samples;
    this.owner = owner;
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
    for (String parameter : block.gradientsList()) {
      MtsBlock gradient = block.gradient(parameter);
      Labels gradientSamples = gradient.samples();
      int[] ofRows = gradientSamples.column(gradientSamples.names().get(0));
      for (int row = 0; row < ofRows.length; row++) {
        if (ofRows[row] < 0 || ofRows[row] >= groups.length) {
          throw new MtsFormatException(
              file,
              "row "
                  + row
                  + " of the gradient '"
                  + parameter
                  + "' belongs to sample "
                  + ofRows[row]
                  + ", but there are "
                  + groups.length
                  + " samples");
        }
        ofRows[row] = groups[ofRows[row]];
      }
      gradients.put(
          parameter, new GroupedBlock(file, gradient, gradientSamples, this, ofRows, groupCount));
    }
  }

  /** The samples of a group; those of a gradient say which row of the group they belong to. */
  Labels samples(int group) {
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

  /** Reads a group as a block, with its gradients. */
  TensorBlock load(int group, NDManager manager) throws IOException {
    TensorBlock loaded =
        new TensorBlock(
            values(rows(group), manager), samples(group), block.components(), block.properties());
    try {
      for (Map.Entry<String, GroupedBlock> gradient : gradients.entrySet()) {
        loaded.addGradient(gradient.getKey(), gradient.getValue().load(group, manager));
      }
      return loaded;
    } catch (IOException | RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  private int[] rows(int group) {
    return java.util.Arrays.copyOfRange(rows, starts[group], starts[group + 1]);
  }

  private NDArray values(int[] wanted, NDManager manager) throws IOException {
    Shape shape = block.shape();
    long columns = 1;
    for (int axis = 1; axis < shape.dimension(); axis++) {
      columns = Math.multiplyExact(columns, shape.get(axis));
    }
    int[] all = IntStream.range(0, Math.toIntExact(columns)).toArray();
    long[] lengths = shape.getShape().clone();
    lengths[0] = wanted.length;
    return block.values(manager, wanted, all).reshape(new Shape(lengths));
  }
}
