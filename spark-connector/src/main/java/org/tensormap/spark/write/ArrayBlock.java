package org.tensormap.spark.write;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/** A block of which each row is a sample with an array of all its values. */
final class ArrayBlock implements BlockBuilder {
  private final SamplesRows rows;
  private final String key;
  private final SampleAxes.OfKeys axesOfKeys;
  private final int[] keyLabels;
  private final GrowingSamples samples;
  private final GrowingValues values;

  /** Known with the first sample. */
  private BlockAxes axes;

  private long length;

  ArrayBlock(SamplesRows rows, int[] key, SampleAxes.OfKeys axesOfKeys) {
    this.rows = rows;
    this.keyLabels = key;
    this.key = LabelColumns.print(rows.keys().keyDimensions(), key);
    this.axesOfKeys = axesOfKeys;
    this.samples = new GrowingSamples(rows.samples().dimensions());
    this.values = new GrowingValues(rows.encoding());
  }

  @Override
  public void add(int[] sample, InternalRow row) {
    String column = rows.encoding().column();
    if (row.isNullAt(rows.values())) {
      throw WriteErrors.nullValue(column);
    }
    ArrayData array = row.getArray(rows.values());
    if (!samples.add(sample)) {
      throw WriteErrors.duplicateSample(key, samples.print(samples.size() - 1));
    }
    if (axes == null) {
      axes = axesOfKeys.of(keyLabels, array.numElements());
      length = axes.length();
    }
    if (array.numElements() != length) {
      throw WriteErrors.differentLength(
          column, key, samples.print(samples.size() - 1), length, array.numElements());
    }
    if (rows.mayHaveNulls() && hasNull(array)) {
      throw WriteErrors.nullElement(column, key, samples.print(samples.size() - 1));
    }
    values.addAll(array);
  }

  @Override
  public long bytes() {
    return values.size();
  }

  @Override
  public TensorBlock build(HostNDManager manager) {
    List<Labels> components = axes.components();
    long[] shape = new long[components.size() + 2];
    shape[0] = samples.size();
    for (int i = 0; i < components.size(); i++) {
      shape[i + 1] = components.get(i).size();
    }
    shape[shape.length - 1] = axes.properties().size();
    return new TensorBlock(
        manager.wrap(values.toBuffer(), new Shape(shape), rows.encoding().dtype()),
        samples.toLabels(),
        components,
        axes.properties());
  }

  /** Arrays in memory have a bit for each element that is null, 64 of which are looked at once. */
  private static boolean hasNull(ArrayData array) {
    int count = array.numElements();
    if (array instanceof UnsafeArrayData plain) {
      long bits = plain.getBaseOffset() + Long.BYTES;
      for (int word = 0; word < (count + Long.SIZE - 1) / Long.SIZE; word++) {
        if (Platform.getLong(plain.getBaseObject(), bits + (long) Long.BYTES * word) != 0) {
          return true;
        }
      }
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (array.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }
}
