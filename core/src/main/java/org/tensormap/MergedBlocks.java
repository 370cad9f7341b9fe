package org.tensormap;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Blocks that become one: where their samples go, and what becomes of their values and gradients.
 *
 * <p>Properties may go anywhere; components stay as they are and have to be the same.
 */
final class MergedBlocks {
  private final List<TensorBlock> blocks;
  private final MergedRows samples;
  private final Labels properties;

  /** For each block, where its properties go; null for a block whose values are left out. */
  private final List<int[]> columns;

  private final double fillValue;

  MergedBlocks(
      List<TensorBlock> blocks,
      MergedRows samples,
      Labels properties,
      List<int[]> columns,
      double fillValue) {
    this.blocks = blocks;
    this.samples = samples;
    this.properties = properties;
    this.columns = columns;
    this.fillValue = fillValue;
  }

  /** Checks that blocks can be merged. */
  static void check(List<TensorBlock> blocks, String target) {
    TensorBlock first = blocks.get(0);
    for (TensorBlock gradient : first.gradients().values()) {
      if (!gradient.gradients().isEmpty()) {
        throw new IllegalArgumentException(
            "gradient of gradients are not supported yet in keys_to_" + target);
      }
    }
    for (TensorBlock block : blocks) {
      if (!block.components().equals(first.components())) {
        throw new IllegalArgumentException(
            "can not move keys to "
                + target
                + " if the blocks have different components labels, call components_to_properties"
                + " first");
      }
    }
  }

  /** Makes the block. */
  TensorBlock merge() {
    TensorBlock first = blocks.get(0);
    List<int[]> rows = IntStream.range(0, blocks.size()).mapToObj(samples::positions).toList();
    TensorBlock merged = merged(blocks, samples.labels(), rows);
    for (String parameter : first.gradientsList()) {
      merged.addGradient(parameter, mergedGradient(parameter));
    }
    return merged;
  }

  private TensorBlock mergedGradient(String parameter) {
    List<TensorBlock> gradients = blocks.stream().map(block -> block.gradient(parameter)).toList();
    TensorBlock first = gradients.get(0);
    for (TensorBlock gradient : gradients) {
      if (!gradient.components().equals(first.components())) {
        throw new IllegalArgumentException(
            "can not merge gradients with respect to '"
                + parameter
                + "' with different components labels");
      }
    }
    List<int[]> moved =
        IntStream.range(0, blocks.size())
            .mapToObj(block -> movedSamples(gradients.get(block).samples(), block))
            .toList();
    MergedRows gradientSamples = MergedRows.of(first.samples().names(), moved, true, false);
    List<int[]> rows =
        IntStream.range(0, blocks.size()).mapToObj(gradientSamples::positions).toList();
    return merged(gradients, gradientSamples.labels(), rows);
  }

  /** The samples of a gradient, with positions in the merged samples instead of the block's. */
  private int[] movedSamples(Labels gradientSamples, int block) {
    int[] values = gradientSamples.hostValues().clone();
    int[] positions = samples.positions(block);
    for (int at = 0; at < values.length; at += gradientSamples.dimensions()) {
      values[at] = positions[values[at]];
    }
    return values;
  }

  private TensorBlock merged(List<TensorBlock> sources, Labels newSamples, List<int[]> rows) {
    TensorBlock first = sources.get(0);
    List<ValuesPiece> pieces = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      if (columns.get(i) != null) {
        pieces.add(new ValuesPiece(sources.get(i).values(), rows.get(i), columns.get(i)));
      }
    }
    NDArray values =
        BlockValues.merge(first.values(), newSamples.size(), properties.size(), pieces, fillValue);
    return new TensorBlock(
        values,
        newSamples.toDeviceOf(first.samples()),
        first.components(),
        properties.toDeviceOf(first.properties()));
  }
}
