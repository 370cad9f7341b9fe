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
      checkGradients(first, block, operation);
    }
    JoinedLabels samples = new JoinedLabels(first.samples().names(), addDimension);
    for (int i = 0; i < blocks.size(); i++) {
      samples.add(blocks.get(i).samples(), i, 0);
    }
    Labels joined = samples.labels(first.samples());
    return MapOperation.compute(() -> joined(blocks, joined));
  }

  private static void checkGradients(TensorBlock first, TensorBlock block, String operation) {
    MetadataDifference.ofGradients(first, block, operation, Set.of(Axis.COMPONENTS)).throwIfAny();
    first
        .gradients()
        .forEach(
            (parameter, gradient) ->
                checkGradients(gradient, block.gradient(parameter), operation));
  }

  /** Blocks behind each other, with their gradients. */
  private static TensorBlock joined(List<TensorBlock> blocks, Labels samples) {
    TensorBlock first = blocks.get(0);
    TensorBlock result =
        new TensorBlock(values(blocks), samples, first.components(), first.properties());
    for (String parameter : first.gradientsList()) {
      List<TensorBlock> gradients =
          blocks.stream().map(block -> block.gradient(parameter)).toList();
      result.addGradient(parameter, joined(gradients, gradientSamples(blocks, gradients)));
    }
    return result;
  }

  /** The samples of gradients, each of which refers to a sample of its block by position. */
  private static Labels gradientSamples(List<TensorBlock> blocks, List<TensorBlock> gradients) {
    Labels first = gradients.get(0).samples();
    JoinedLabels samples = new JoinedLabels(first.names(), null);
    int shift = 0;
    for (int i = 0; i < blocks.size(); i++) {
      samples.add(gradients.get(i).samples(), i, shift);
      shift += blocks.get(i).size();
    }
    return samples.labels(first);
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
