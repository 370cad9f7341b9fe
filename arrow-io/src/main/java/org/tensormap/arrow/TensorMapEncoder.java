package org.tensormap.arrow;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Lays out a tensor map as an Arrow IPC stream: one row per block and gradient. */
final class TensorMapEncoder {
  /** What a row holds: a block, or a gradient of it, found by its path. */
  private record Row(int block, String path, TensorBlock values, long count) {}

  private final TensorMap map;
  private final MapSchema schema;
  private final LabelsDictionaryWriter labels = new LabelsDictionaryWriter();

  private TensorMapEncoder(TensorMap map) {
    this.map = map;
    this.schema = MapSchema.of(map);
  }

  /**
   * Encodes a tensor map.
   *
   * @param map the map; its values must not be changed nor closed until the stream is written
   * @param batchBytes how many bytes of values a record batch has at most, if it has several rows
   */
  static IpcStream encode(TensorMap map, long batchBytes) {
    return new TensorMapEncoder(map).encode(batchBytes);
  }

  private IpcStream encode(long batchBytes) {
    List<Row> rows = rows();
    List<BatchWriter> batches = new ArrayList<>();
    int start = 0;
    long bytes = 0;
    for (int i = 0; i < rows.size(); i++) {
      long more = rows.get(i).count * schema.type().bytes();
      if (i > start && bytes + more > batchBytes) {
        batches.add(batch(rows.subList(start, i)));
        start = i;
        bytes = 0;
      }
      bytes += more;
    }
    batches.add(batch(rows.subList(start, rows.size())));

    // Only now does the dictionary have all labels, and it comes first.
    IpcStream stream =
        new IpcStream()
            .schema(schema.toArrow())
            .dictionary(MapSchema.LABELS_DICTIONARY, labels.toBody());
    batches.forEach(stream::recordBatch);
    return stream.end();
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < map.size(); i++) {
      addRows(i, "", map.block(i), rows);
    }
    return rows;
  }

  private void addRows(int block, String path, TensorBlock values, List<Row> rows) {
    long count = values.shape().size();
    if (count * schema.type().bytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the block for "
              + map.keys().entry(block).print()
              + (path.isEmpty() ? "" : ", gradient '" + path + "',")
              + " has values of shape "
              + values.shape()
              + ", which are 2 GiB or more: split it along the samples");
    }
    rows.add(new Row(block, path, values, count));
    values
        .gradients()
        .forEach(
            (parameter, gradient) ->
                addRows(block, GradientPath.child(path, parameter), gradient, rows));
  }

  private BatchWriter batch(List<Row> rows) {
    BatchWriter body = new BatchWriter(rows.size());
    addKeys(rows, body);
    addPaths(rows, body);
    addShapes(rows, body);
    addLabels(rows.stream().map(row -> row.values.samples()).toList(), body);
    addComponents(rows, body);
    addLabels(rows.stream().map(row -> row.values.properties()).toList(), body);
    addValues(rows, body);
    return body;
  }

  private void addKeys(List<Row> rows, BatchWriter body) {
    for (int dimension = 0; dimension < map.keys().dimensions(); dimension++) {
      int[] column = new int[rows.size()];
      for (int i = 0; i < column.length; i++) {
        column[i] = map.keys().get(rows.get(i).block, dimension);
      }
      body.column(column.length).ints(column);
    }
  }

  private static void addPaths(List<Row> rows, BatchWriter body) {
    int[] offsets = new int[rows.size() + 1];
    List<ByteBuffer> paths = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      byte[] path = rows.get(i).path.getBytes(StandardCharsets.UTF_8);
      offsets[i + 1] = offsets[i] + path.length;
      if (path.length > 0) {
        paths.add(ByteBuffer.wrap(path));
      }
    }
    body.column(rows.size()).ints(offsets).bytes(paths);
  }

  private static void addShapes(List<Row> rows, BatchWriter body) {
    int[] offsets = new int[rows.size() + 1];
    for (int i = 0; i < rows.size(); i++) {
      offsets[i + 1] = offsets[i] + rows.get(i).values.shape().dimension();
    }
    int[] lengths = new int[offsets[rows.size()]];
    for (int i = 0; i < rows.size(); i++) {
      long[] shape = rows.get(i).values.shape().getShape();
      for (int axis = 0; axis < shape.length; axis++) {
        // An axis is as long as its labels, whose number is an int.
        lengths[offsets[i] + axis] = (int) shape[axis];
      }
    }
    body.column(rows.size()).ints(offsets);
    body.column(lengths.length).ints(lengths);
  }

  private void addLabels(List<Labels> column, BatchWriter body) {
    body.column(column.size()).ints(column.stream().mapToInt(labels::indexOf).toArray());
  }

  private void addComponents(List<Row> rows, BatchWriter body) {
    int[] offsets = new int[rows.size() + 1];
    List<Labels> components = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      components.addAll(rows.get(i).values.components());
      offsets[i + 1] = components.size();
    }
    body.column(rows.size()).ints(offsets);
    addLabels(components, body);
  }

  private void addValues(List<Row> rows, BatchWriter body) {
    int[] offsets = new int[rows.size() + 1];
    List<ByteBuffer> values = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      long count = rows.get(i).count;
      offsets[i + 1] = (int) (offsets[i] + count);
      if (count > 0) {
        values.add(bytes(rows.get(i)));
      }
    }
    int count = offsets[rows.size()];
    body.column(rows.size()).ints(offsets);
    body.column(count);
    if (schema.type() == ValueType.COMPLEX64) {
      body.column(2 * count);
    }
    body.bytes(values);
  }

  private ByteBuffer bytes(Row row) {
    ByteBuffer bytes = hostBytes(row.values.values());
    long expected = row.count * schema.type().bytes();
    if (bytes.remaining() != expected) {
      throw new IllegalStateException(
          "an array of type "
              + row.values.dtype()
              + " and shape "
              + row.values.shape()
              + " gave "
              + bytes.remaining()
              + " bytes instead of "
              + expected);
    }
    return bytes;
  }

  /** Shares the memory of values on the CPU; DJL gives a copy of those that are not contiguous. */
  private static ByteBuffer hostBytes(NDArray values) {
    if (values.getDevice().isGpu()) {
      try (NDArray copy = values.toDevice(Device.cpu(), true)) {
        return copy.toByteBuffer(false);
      }
    }
    return values.toByteBuffer(true);
  }
}
