package org.tensormap.operations;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensormap.BlockValues;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.ValuesPiece;

/** Joins blocks along samples. */
final class JoinedSamples {
  private JoinedSamples() {}

  static TensorBlock join(List<TensorBlock> blocks, String operation, String addDimension) {
    TensorBlock first = blocks.get(0);
    for (TensorBlock block : blocks) {
      MetadataDifference.ofBlocks(first, block, operation, Set.of(Axis.COMPONENTS, Axis.PROPERTIES))
          .throwIfAny();
      MetadataDifference.ofGradients(first, block, operation, Set.of(Axis.COMPONENTS)).throwIfAny();
    }
    JoinedLabels samples = new JoinedLabels(first.samples().names(), addDimension);
    for (int i = 0; i < blocks.size(); i++) {
      samples.add(blocks.get(i).samples(), i, 0);
    }
    Labels joined = samples.labels(first.samples());
    return MapOperation.compute(
        () -> {
          TensorBlock result =
              new TensorBlock(values(blocks), joined, first.components(), first.properties());
          for (String parameter : first.gradientsList()) {
            result.addGradient(parameter, joinGradients(blocks, parameter));
          }
          return result;
        });
  }

  private static TensorBlock joinGradients(List<TensorBlock> blocks, String parameter) {
    List<TensorBlock> gradients =
        blocks.stream()
            .map(block -> MapOperation.withoutGradients(block.gradient(parameter)))
            .toList();
    TensorBlock first = gradients.get(0);
    JoinedLabels samples = new JoinedLabels(first.samples().names(), null);
    int shift = 0;
    for (int i = 0; i < blocks.size(); i++) {
      samples.add(gradients.get(i).samples(), i, shift);
      shift += blocks.get(i).size();
    }
    return new TensorBlock(
        values(gradients), samples.labels(first.samples()), first.components(), first.properties());
  }

  private static NDArray values(List<TensorBlock> blocks) {
    TensorBlock first = blocks.get(0);
    int columns = first.properties().size();
    int[] all = IntStream.range(0, columns).toArray();
    List<ValuesPiece> pieces = new ArrayList<>();
    int rows = 0;
    for (TensorBlock block : blocks) {
      int end = rows + block.size();
      pieces.add(new ValuesPiece(block.values(), IntStream.range(rows, end).toArray(), all));
      rows = end;
    }
    return BlockValues.merge(first.values(), rows, columns, pieces, 0);
  }
}
