package org.tensormap.spark.write;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.LongStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.tensormap.HostNDManager;
import org.tensormap.TensorBlock;

/** A block of which each row is a single value. */
final class ElementBlock implements BlockBuilder {
  private final ValuesRows rows;
  private final String key;
  private final int valueSize;
  private final GrowingSamples samples;

  /** For each sample, how many values come before those of it. */
  private final GrowingInts starts = new GrowingInts();

  /** The values as they come, and for each of them the number of its components and property. */
  private final GrowingValues values;

  private final GrowingInts cells = new GrowingInts();
  private final TupleIndex cellLabels;
  private final int[] cell;

  ElementBlock(ValuesRows rows, int[] key) {
    this.rows = rows;
    this.key = LabelColumns.print(rows.keys().keyDimensions(), key);
    this.valueSize = rows.encoding().size();
    this.samples = new GrowingSamples(rows.samples().dimensions());
    this.values = new GrowingValues(rows.encoding());
    this.cell = new int[rows.cells().size()];
    this.cellLabels = new TupleIndex(cell.length);
  }

  @Override
  public void add(int[] sample, InternalRow row) {
    if (row.isNullAt(rows.value())) {
      throw WriteErrors.nullValue(rows.encoding().column());
    }
    if (samples.add(sample)) {
      starts.add(cells.size());
    }
    rows.cells().read(row, cell);
    cells.add(cellLabels.number(cell));
    values.add(row, rows.value());
  }

  /** Of the block as it will be, with a value for each sample and cell. */
  @Override
  public long bytes() {
    long length = Math.max(cellLabels.size(), rows.axes().knownLength());
    return Math.max(samples.size() * length, cells.size()) * valueSize;
  }

  @Override
  public TensorBlock build(HostNDManager manager) {
    BlockAxes axes = rows.axes().of(cellLabels);
    ByteBuffer dense = dense(axes);
    long[] lengths =
        LongStream.concat(
                LongStream.concat(
                    LongStream.of(samples.size()),
                    axes.components().stream().mapToLong(axis -> axis.size())),
                LongStream.of(axes.properties().size()))
            .toArray();
    return new TensorBlock(
        manager.wrap(dense, new Shape(lengths), rows.encoding().dtype()),
        samples.toLabels(),
        axes.components(),
        axes.properties());
  }

  private ByteBuffer dense(BlockAxes axes) {
    int[] positions = rows.axes().positions(cellLabels, axes);
    int length = GrowingValues.checkedSize(axes.length());
    int size = GrowingValues.checkedSize((long) samples.size() * length * valueSize);
    ByteBuffer dense = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    ByteBuffer given = values.toBuffer();
    int[] filledBy = new int[length];
    for (int sample = 0; sample < samples.size(); sample++) {
      int end = sample + 1 < samples.size() ? starts.get(sample + 1) : cells.size();
      for (int i = starts.get(sample); i < end; i++) {
        int position = positions[cells.get(i)];
        if (filledBy[position] == sample + 1) {
          throw WriteErrors.duplicateValue(
              key, samples.print(sample), rows.axes().print(axes, position));
        }
        filledBy[position] = sample + 1;
        copy(given, i, dense, sample * length + position);
      }
      if (end - starts.get(sample) < length) {
        fill(dense, sample, filledBy, axes);
      }
    }
    return dense;
  }

  private void fill(ByteBuffer dense, int sample, int[] filledBy, BlockAxes axes) {
    for (int position = 0; position < filledBy.length; position++) {
      if (filledBy[position] == sample + 1) {
        continue;
      }
      if (rows.fill() == null) {
        throw WriteErrors.missingValue(
            key, samples.print(sample), rows.axes().print(axes, position));
      }
      rows.fill().put(dense, sample * filledBy.length + position);
    }
  }

  private void copy(ByteBuffer from, int source, ByteBuffer to, int target) {
    switch (valueSize) {
      case Byte.BYTES -> to.put(target, from.get(source));
      case Short.BYTES -> to.putShort(target * Short.BYTES, from.getShort(source * Short.BYTES));
      case Integer.BYTES -> to.putInt(target * Integer.BYTES, from.getInt(source * Integer.BYTES));
      default -> to.putLong(target * Long.BYTES, from.getLong(source * Long.BYTES));
    }
  }
}
