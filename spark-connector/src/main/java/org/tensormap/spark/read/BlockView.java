package org.tensormap.spark.read;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.tensormap.Labels;
import org.tensormap.io.MtsBlock;

/**
 * A block, or one of its gradients, as rows: the labels along its axes, column by column, read when
 * they are asked for.
 *
 * <p>The rows of a gradient know the sample that they are the gradient of by its position only,
 * which means nothing outside of the shard; so they show the labels of that sample, followed by
 * their own.
 */
final class BlockView {
  /** The block, its gradient, the gradient of that, …; the last one is what is shown. */
  private final List<MtsBlock> levels = new ArrayList<>();

  /** For each level, which of its samples each row belongs to; null at the last level: the same. */
  private final List<int[]> positions = new ArrayList<>();

  private final List<Labels> samples = new ArrayList<>();

  /**
   * Creates a view.
   *
   * @param block the block
   * @param gradient the parameters of the gradient to show; none to show the block
   */
  BlockView(MtsBlock block, List<String> gradient) {
    levels.add(block);
    for (String parameter : gradient) {
      levels.add(levels.get(levels.size() - 1).gradient(parameter));
    }
  }

  /** What is shown. */
  MtsBlock shown() {
    return levels.get(levels.size() - 1);
  }

  int rowCount() throws IOException {
    return Math.toIntExact(shown().shape().get(0));
  }

  /** How many values each row has. */
  int rowLength() throws IOException {
    Shape shape = shown().shape();
    long length = 1;
    for (int axis = 1; axis < shape.dimension(); axis++) {
      length = Math.multiplyExact(length, shape.get(axis));
    }
    return Math.toIntExact(length);
  }

  /**
   * One dimension of the rows, a value for each.
   *
   * @param dimension its position among the dimensions of the samples, followed by those of the
   *     gradients without their first, which is the position of a sample
   */
  int[] rowColumn(int dimension) throws IOException {
    readSamples();
    int level = 0;
    int column = dimension;
    while (column >= samples.get(level).dimensions() - skipped(level)) {
      column -= samples.get(level).dimensions() - skipped(level);
      level++;
    }
    int[] values = column(samples.get(level), column + skipped(level));
    return positions.get(level) == null ? values : gather(values, positions.get(level));
  }

  /** The labels of one axis behind the rows: the components, then the properties. */
  int[] axisColumn(int axis, int dimension) throws IOException {
    List<Labels> components = shown().components();
    Labels labels = axis < components.size() ? components.get(axis) : shown().properties();
    return column(labels, dimension);
  }

  private static int skipped(int level) {
    return level == 0 ? 0 : 1;
  }

  private void readSamples() throws IOException {
    if (!samples.isEmpty()) {
      return;
    }
    for (MtsBlock level : levels) {
      samples.add(level.samples());
      positions.add(null);
    }
    for (int level = levels.size() - 1; level > 0; level--) {
      int[] owners = column(samples.get(level), 0);
      int[] here = positions.get(level);
      positions.set(level - 1, here == null ? owners : gather(owners, here));
    }
  }

  private static int[] column(Labels labels, int dimension) {
    return labels.column(labels.names().get(dimension));
  }

  private int[] gather(int[] values, int[] positions) throws IOException {
    int[] gathered = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      if (positions[i] < 0 || positions[i] >= values.length) {
        throw new IOException(
            "row "
                + i
                + " of a gradient belongs to sample "
                + positions[i]
                + ", but there are "
                + values.length
                + " samples");
      }
      gathered[i] = values[positions[i]];
    }
    return gathered;
  }
}
