package org.tensormap.display;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/**
 * The first values of a block as text, one row per sample, with the labels of rows and columns.
 * Components and properties are flattened into columns.
 *
 * @param sampleNames the dimensions of the samples
 * @param columnNames the components and the property of each column shown, for example {@code xyz=0
 *     n=2}
 * @param rows the first samples
 * @param moreRows how many samples are not shown
 * @param moreColumns how many columns are not shown
 */
public record BlockExcerpt(
    List<String> sampleNames,
    List<String> columnNames,
    List<Row> rows,
    long moreRows,
    long moreColumns) {

  /**
   * One sample.
   *
   * @param sample the values of the dimensions of the samples
   * @param values the values of the columns shown
   */
  public record Row(List<String> sample, List<String> values) {
    /**
     * Creates a row.
     *
     * @param sample the values of the dimensions of the samples
     * @param values the values of the columns shown
     */
    public Row {
      sample = List.copyOf(sample);
      values = List.copyOf(values);
    }
  }

  /**
   * Creates an excerpt of what is known already.
   *
   * @param sampleNames the dimensions of the samples
   * @param columnNames the labels of the columns shown
   * @param rows the first samples
   * @param moreRows how many samples are not shown
   * @param moreColumns how many columns are not shown
   */
  public BlockExcerpt {
    sampleNames = List.copyOf(sampleNames);
    columnNames = List.copyOf(columnNames);
    rows = List.copyOf(rows);
  }

  /**
   * Reads the first values of a block.
   *
   * @param block the block, on any device
   * @param maxRows how many samples to show at most
   * @param maxColumns how many values of each sample to show at most
   * @return the excerpt; without rows if the block has no values
   */
  public static BlockExcerpt of(TensorBlock block, int maxRows, int maxColumns) {
    long width = block.properties().size();
    for (Labels component : block.components()) {
      width *= component.size();
    }
    int columns = (int) Math.min(maxColumns, width);
    int shown = columns == 0 ? 0 : Math.min(maxRows, block.samples().size());
    return new BlockExcerpt(
        block.samples().names(),
        IntStream.range(0, columns).mapToObj(column -> columnName(block, column)).toList(),
        rows(block, shown, columns, width),
        block.samples().size() - shown,
        width - columns);
  }

  private static List<Row> rows(TensorBlock block, int count, int columns, long width) {
    if (count == 0) {
      return List.of();
    }
    Labels samples = block.samples();
    DataType type = block.dtype();
    List<Row> rows = new ArrayList<>();
    // Only the rows shown leave the device.
    NDArray all = block.values();
    NDArray first = all.getDevice().isGpu() ? all.get(new NDIndex(":" + count)) : all;
    try {
      ByteBuffer values = first.toByteBuffer(true);
      for (int row = 0; row < count; row++) {
        List<String> sample = new ArrayList<>();
        for (int dimension = 0; dimension < samples.dimensions(); dimension++) {
          sample.add(Integer.toString(samples.get(row, dimension)));
        }
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
          long position =
              values.position() + (row * width + column) * HostNDManager.elementSize(type);
          cells.add(ValueText.at(values, Math.toIntExact(position), type));
        }
        rows.add(new Row(sample, cells));
      }
    } finally {
      if (first != all) {
        first.close();
      }
    }
    return rows;
  }

  private static String columnName(TensorBlock block, int column) {
    List<String> parts = new ArrayList<>();
    int properties = block.properties().size();
    int rest = column / properties;
    for (int axis = block.components().size() - 1; axis >= 0; axis--) {
      Labels component = block.components().get(axis);
      parts.add(0, component.names().get(0) + "=" + component.get(rest % component.size(), 0));
      rest /= component.size();
    }
    for (int dimension = 0; dimension < block.properties().dimensions(); dimension++) {
      String name = block.properties().names().get(dimension);
      parts.add(name + "=" + block.properties().get(column % properties, dimension));
    }
    return String.join(" ", parts);
  }
}
