package org.tensormap.spark.layout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensormap.Labels;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsFormatException;
import org.tensormap.io.MtsPart;
import org.tensormap.spark.condition.AxisMatches;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.condition.Label;

/**
 * A block, or one of its gradients, as rows: the labels along its axes, column by column, read when
 * they are asked for.
 *
 * <p>The rows of a gradient know the sample that they are the gradient of by its position only,
 * which means nothing outside of the shard; so they show the labels of that sample, followed by
 * their own.
 *
 * <p>A view can be narrowed to some of the rows, and along the other axes to some of the entries;
 * what is left out is not read.
 */
final class BlockView {
  /** The block, its gradient, the gradient of that, …; the last one is what is shown. */
  private final List<MtsBlock> levels = new ArrayList<>();

  /** For each level, which of its samples each row belongs to; null at the last level: the same. */
  private final List<int[]> positions = new ArrayList<>();

  private final String file;
  private final List<Labels> samples = new ArrayList<>();

  /** The labels of the axes behind the rows, once they have been read. */
  private final List<Labels> axes = new ArrayList<>();

  /** Which rows are shown; null if all are. */
  private final int[] rows;

  /** Which entries are shown along the axes behind the rows, from 1 on; of other axes, all are. */
  private final Map<Integer, int[]> entries;

  /** Which values of each row are shown; null until they are needed. */
  private int[] columns;

  /**
   * Creates a view.
   *
   * @param file the file of the block, for messages
   * @param block the block
   * @param gradient the parameters of the gradient to show; none to show the block
   */
  BlockView(String file, MtsBlock block, List<String> gradient) {
    this.file = file;
    levels.add(block);
    for (String parameter : gradient) {
      levels.add(levels.get(levels.size() - 1).gradient(parameter));
    }
    rows = null;
    entries = Map.of();
  }

  private BlockView(BlockView whole, int[] rows, Map<Integer, int[]> entries) {
    file = whole.file;
    levels.addAll(whole.levels);
    positions.addAll(whole.positions);
    samples.addAll(whole.samples);
    axes.addAll(whole.axes);
    this.rows = rows;
    this.entries = entries;
  }

  /**
   * Adds what is going to be read of the file when parts of this view are.
   *
   * @param wanted the parts
   * @param parts what is going to be read of each block
   */
  void addExpected(Set<MtsPart> wanted, Map<MtsBlock, Set<MtsPart>> parts) {
    Set<MtsPart> ofOwners = EnumSet.of(MtsPart.SHAPE);
    ofOwners.addAll(wanted);
    ofOwners.retainAll(EnumSet.of(MtsPart.SHAPE, MtsPart.SAMPLES));
    levels.forEach(level -> parts.put(level, level == shown() ? wanted : ofOwners));
  }

  /**
   * The rows and entries of this whole view that meet a condition.
   *
   * @param condition what is left of a condition in this block; each part is about one axis
   * @param first the first row to look at
   * @param end the first row behind those to look at
   * @return a view of only these; this one if they are all
   */
  BlockView narrowed(Condition condition, int first, int end) throws IOException {
    int[] matching = null;
    if (first > 0 || end < rowCount() || !condition.along(0).isAlways()) {
      matching =
          new AxisMatches(label -> rowColumn(label.dimension()), rowCount())
              .find(condition.along(0), first, end);
    }
    Map<Integer, int[]> matchingEntries = new HashMap<>();
    for (int axis = 1; axis < axisCount(); axis++) {
      boolean isComponent = axis < axisCount() - 1;
      Condition along = condition.along(isComponent ? axis : Label.PROPERTIES_AXIS);
      if (!along.isAlways()) {
        matchingEntries.put(axis, matchingEntries(axis, along));
      }
    }
    boolean isWhole =
        (matching == null || matching.length == rowCount()) && matchingEntries.isEmpty();
    return isWhole ? this : new BlockView(this, matching, matchingEntries);
  }

  int rowCount() throws IOException {
    return rows == null ? Math.toIntExact(shown().shape().get(0)) : rows.length;
  }

  /** How many values each row has. */
  int rowLength() throws IOException {
    long length = 1;
    for (int axis = 1; axis < axisCount(); axis++) {
      length = Math.multiplyExact(length, (long) length(axis));
    }
    return Math.toIntExact(length);
  }

  /** The number of axes: the rows, the components, and the properties. */
  int axisCount() throws IOException {
    return shown().shape().dimension();
  }

  /** How many entries there are along an axis behind the rows. */
  int length(int axis) throws IOException {
    int[] shownEntries = entries.get(axis);
    return shownEntries == null ? Math.toIntExact(shown().shape().get(axis)) : shownEntries.length;
  }

  DataType dtype() throws IOException {
    return shown().dtype();
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
    if (positions.get(level) != null) {
      values = ofOwners(values, positions.get(level));
    }
    return rows == null ? values : gather(values, rows);
  }

  /** The labels of one axis behind the rows: the components, then the properties. */
  int[] axisColumn(int axis, int dimension) throws IOException {
    int[] values = column(axisLabels(axis), dimension);
    return entries.containsKey(axis) ? gather(values, entries.get(axis)) : values;
  }

  /** Whether all values of the block are shown. */
  boolean isWhole() {
    return rows == null && entries.isEmpty();
  }

  /** Reads all values of a whole view, and verifies their checksum. */
  NDArray values(NDManager manager) throws IOException {
    return shown().values(manager);
  }

  /** Reads the values of some rows, one behind the other. */
  NDArray values(NDManager manager, int first, int count) throws IOException {
    return isWhole()
        ? shown().values(manager, first, count)
        : shown().values(manager, rows(first, count), columns());
  }

  /** Reads some of the shown values of some rows, one behind the other. */
  NDArray values(NDManager manager, int first, int count, int[] some) throws IOException {
    int[] wanted = entries.isEmpty() ? some : gather(columns(), some);
    return shown().values(manager, rows(first, count), wanted);
  }

  private int[] rows(int first, int count) {
    return rows == null
        ? IntStream.range(first, first + count).toArray()
        : Arrays.copyOfRange(rows, first, first + count);
  }

  private int[] columns() throws IOException {
    if (columns == null) {
      columns = shownColumns();
    }
    return columns;
  }

  private int[] matchingEntries(int axis, Condition condition) throws IOException {
    boolean isComponent = axis < axisCount() - 1;
    return new AxisMatches(
            label -> axisColumn(axis, isComponent ? 0 : label.dimension()), length(axis))
        .find(condition, 0, length(axis));
  }

  private Labels axisLabels(int axis) throws IOException {
    if (axes.isEmpty()) {
      axes.addAll(shown().components());
      axes.add(shown().properties());
    }
    return axes.get(axis - 1);
  }

  private MtsBlock shown() {
    return levels.get(levels.size() - 1);
  }

  /** The positions of the shown values in a row, in row-major order. */
  private int[] shownColumns() throws IOException {
    int[] all = {0};
    for (int axis = 1; axis < axisCount(); axis++) {
      int wholeLength = Math.toIntExact(shown().shape().get(axis));
      int[] here = entries.getOrDefault(axis, IntStream.range(0, wholeLength).toArray());
      all =
          IntStream.of(all)
              .flatMap(outer -> IntStream.of(here).map(inner -> outer * wholeLength + inner))
              .toArray();
    }
    return all;
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
      positions.set(level - 1, here == null ? owners : ofOwners(owners, here));
    }
  }

  private static int[] column(Labels labels, int dimension) {
    return labels.column(labels.names().get(dimension));
  }

  private static int[] gather(int[] values, int[] positions) {
    int[] gathered = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      gathered[i] = values[positions[i]];
    }
    return gathered;
  }

  /** Like {@link #gather}, by positions that come from a file. */
  private int[] ofOwners(int[] values, int[] owners) throws IOException {
    for (int i = 0; i < owners.length; i++) {
      if (owners[i] < 0 || owners[i] >= values.length) {
        throw new MtsFormatException(
            file,
            "row "
                + i
                + " of a gradient belongs to sample "
                + owners[i]
                + ", but there are "
                + values.length
                + " samples");
      }
    }
    return gather(values, owners);
  }
}
