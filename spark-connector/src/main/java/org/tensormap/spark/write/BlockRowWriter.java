package org.tensormap.spark.write;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * Puts blocks together to shards, in the order in which they come. A key that comes again begins
 * another shard, as it did where the blocks were read.
 */
final class BlockRowWriter implements DataWriter<InternalRow> {
  private final BlocksRows rows;
  private final long maxShardBytes;
  private final ShardCollector shards;
  private final List<int[]> keys = new ArrayList<>();
  private final List<TensorBlock> blocks = new ArrayList<>();
  private TupleIndex seen;
  private HostNDManager manager = HostNDManager.newManager();
  private long bytes;

  BlockRowWriter(BlocksRows rows, long maxShardBytes, ShardCollector shards) {
    this.rows = rows;
    this.maxShardBytes = maxShardBytes;
    this.shards = shards;
    this.seen = new TupleIndex(rows.keys().size());
  }

  @Override
  public void write(InternalRow row) throws IOException {
    int[] key = new int[rows.keys().size()];
    rows.keys().read(row, key);
    String name = LabelColumns.print(rows.keys().keyDimensions(), key);
    boolean isGradient = rows.path() != null && !row.isNullAt(rows.path().ordinal());
    String path = isGradient ? row.getString(rows.path().ordinal()) : "";
    try {
      if (isGradient) {
        addGradient(key, name, path, row);
      } else {
        addBlock(key, name, row);
      }
    } catch (IllegalArgumentException e) {
      throw WriteErrors.invalidBlock(name, path, e);
    }
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    writeShard();
    return shards.written();
  }

  @Override
  public void abort() {
    shards.deleteAll();
  }

  @Override
  public void close() {
    manager.close();
  }

  private void addBlock(int[] key, String name, InternalRow row) throws IOException {
    GrowingValues values = values(row, name);
    boolean isFull = bytes > 0 && bytes + values.size() > maxShardBytes;
    if (isFull || seen.number(key) < blocks.size()) {
      writeShard();
      seen.number(key);
    }
    blocks.add(block(row, values));
    keys.add(key);
    bytes += values.size();
  }

  private void addGradient(int[] key, String name, String path, InternalRow row) {
    int last = blocks.size() - 1;
    if (last < 0 || !Arrays.equals(keys.get(last), key)) {
      throw WriteErrors.gradientWithoutBlock(name, path);
    }
    TensorBlock parent = blocks.get(last);
    String[] parameters = path.split("/", -1);
    for (int depth = 0; depth + 1 < parameters.length; depth++) {
      parent = parent.gradient(parameters[depth]);
    }
    GrowingValues values = values(row, name);
    parent.addGradient(parameters[parameters.length - 1], block(row, values));
    bytes += values.size();
  }

  private TensorBlock block(InternalRow row, GrowingValues values) {
    Labels samples = LabelsStruct.labels(row.getStruct(rows.samples(), LabelsStruct.FIELDS));
    List<Labels> components = new ArrayList<>();
    ArrayData axes = row.getArray(rows.components());
    for (int axis = 0; axis < axes.numElements(); axis++) {
      components.add(LabelsStruct.labels(axes.getStruct(axis, LabelsStruct.FIELDS)));
    }
    Labels properties = LabelsStruct.labels(row.getStruct(rows.properties(), LabelsStruct.FIELDS));
    long[] shape = new long[components.size() + 2];
    shape[0] = samples.size();
    for (int axis = 0; axis < components.size(); axis++) {
      shape[axis + 1] = components.get(axis).size();
    }
    shape[shape.length - 1] = properties.size();
    checkShape(row, shape);
    return new TensorBlock(
        manager.wrap(values.toBuffer(), new Shape(shape), rows.encoding().dtype()),
        samples,
        components,
        properties);
  }

  private GrowingValues values(InternalRow row, String key) {
    for (int ordinal :
        new int[] {rows.samples(), rows.components(), rows.properties(), rows.values()}) {
      if (row.isNullAt(ordinal)) {
        throw WriteErrors.nullInBlock(key);
      }
    }
    ArrayData array = row.getArray(rows.values());
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        throw WriteErrors.nullInBlock(key);
      }
    }
    GrowingValues values = new GrowingValues(rows.encoding());
    values.addAll(array);
    return values;
  }

  private void checkShape(InternalRow row, long[] expected) {
    if (rows.shape() < 0 || row.isNullAt(rows.shape())) {
      return;
    }
    long[] given = row.getArray(rows.shape()).toLongArray();
    if (!Arrays.equals(given, expected)) {
      throw new IllegalArgumentException(
          "the shape is "
              + Arrays.toString(given)
              + ", but the labels are for "
              + Arrays.toString(expected));
    }
  }

  private void writeShard() throws IOException {
    if (blocks.isEmpty()) {
      return;
    }
    Labels labels =
        rows.keys().size() == 0
            ? Labels.single()
            : new Labels(rows.keys().dimensions(), keys.toArray(int[][]::new));
    try (TensorMap map = map(labels)) {
      shards.write(map);
    }
    manager.close();
    manager = HostNDManager.newManager();
    keys.clear();
    blocks.clear();
    seen = new TupleIndex(rows.keys().size());
    bytes = 0;
  }

  private TensorMap map(Labels labels) {
    try {
      return new TensorMap(labels, blocks);
    } catch (IllegalArgumentException e) {
      throw WriteErrors.mixedBlocks(e);
    }
  }
}
