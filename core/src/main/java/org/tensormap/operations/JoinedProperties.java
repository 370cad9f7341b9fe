package org.tensormap.operations;

import ai.djl.ndarray.NDArray;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensormap.BlockValues;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.ValuesPiece;

/** Joins blocks along properties. */
final class JoinedProperties {
  private JoinedProperties() {}

  static TensorBlock join(List<TensorBlock> blocks, String operation, String addDimension) {
    TensorBlock first = blocks.get(0);
    for (TensorBlock block : blocks) {
      MetadataDifference.ofBlocks(first, block, operation, Set.of(Axis.SAMPLES, Axis.COMPONENTS))
          .throwIfAny();
      MetadataDifference.ofGradients(first, block, operation, Set.of(Axis.COMPONENTS)).throwIfAny();
    }
    Labels properties = properties(blocks, addDimension);
    return MapOperation.compute(
        () -> {
          List<int[]> rows = blocks.stream().map(block -> range(0, block.size())).toList();
          TensorBlock result =
              new TensorBlock(
                  values(blocks, first.size(), rows),
                  first.samples(),
                  first.components(),
                  properties);
          for (String parameter : first.gradientsList()) {
            result.addGradient(parameter, joinGradients(blocks, parameter, properties));
          }
          return result;
        });
  }

  private static Labels properties(List<TensorBlock> blocks, String addDimension) {
    Labels first = blocks.get(0).properties();
    boolean sameNames =
        blocks.stream().allMatch(block -> block.properties().names().equals(first.names()));
    if (!sameNames && addDimension != null) {
      throw new IllegalArgumentException(
          "can not add the dimension '"
              + addDimension
              + "' to properties when the inputs have different property names");
    }
    JoinedLabels joined =
        sameNames
            ? new JoinedLabels(first.names(), addDimension)
            : new JoinedLabels(List.of("property"), "joined_index");
    for (int i = 0; i < blocks.size(); i++) {
      Labels properties = blocks.get(i).properties();
      joined.add(sameNames ? properties : Labels.range("property", properties.size()), i, 0);
    }
    Labels labels = joined.labels(first);
    return sameNames ? labels : labels.permute(1, 0);
  }

  private static TensorBlock joinGradients(
      List<TensorBlock> blocks, String parameter, Labels properties) {
    List<TensorBlock> gradients =
        blocks.stream()
            .map(block -> MapOperation.withoutGradients(block.gradient(parameter)))
            .toList();
    TensorBlock first = gradients.get(0);
    Labels samples = first.samples();
    for (TensorBlock gradient : gradients) {
      samples = samples.union(gradient.samples());
    }
    List<int[]> rows = new ArrayList<>();
    for (TensorBlock gradient : gradients) {
      IntBuffer mapping = samples.unionAndMapping(gradient.samples()).second();
      rows.add(mapping.array());
    }
    return new TensorBlock(
        values(gradients, samples.size(), rows), samples, first.components(), properties);
  }

  private static NDArray values(List<TensorBlock> blocks, int rowCount, List<int[]> rows) {
    List<ValuesPiece> pieces = new ArrayList<>();
    int columns = 0;
    for (int i = 0; i < blocks.size(); i++) {
      int end = columns + blocks.get(i).properties().size();
      pieces.add(new ValuesPiece(blocks.get(i).values(), rows.get(i), range(columns, end)));
      columns = end;
    }
    return BlockValues.merge(blocks.get(0).values(), rowCount, columns, pieces, 0);
  }

  private static int[] range(int start, int end) {
    return IntStream.range(start, end).toArray();
  }
}
