package org.tensormap.arrow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Makes a tensor map of an Arrow IPC stream: a block or gradient of every row. */
final class TensorMapDecoder {
  /** More values than fit into an array, and so small that a product with an int is exact. */
  private static final long TOO_MANY = 1L << 31;

  private final NDManager manager;
  private final SchemaReader.StreamSchema schema;
  private final Map<Long, LabelsDictionaryReader> dictionaries = new HashMap<>();
  private final List<int[]> keys = new ArrayList<>();
  private final List<TensorBlock> blocks = new ArrayList<>();
  private final List<NDArray> arrays = new ArrayList<>();

  /** The block that the last rows belong to, and its gradients, by path. */
  private final Map<String, TensorBlock> current = new HashMap<>();

  private TensorMapDecoder(NDManager manager, SchemaReader.StreamSchema schema) {
    this.manager = manager;
    this.schema = schema;
  }

  /**
   * Reads a stream up to its end marker.
   *
   * @throws IpcFormatException if it is not a tensor map
   */
  static <E extends Exception> TensorMap decode(StreamSource<E> source, NDManager manager)
      throws E {
    IpcMessages<E> messages = new IpcMessages<>(source);
    Optional<IpcMessage> first = messages.next();
    if (first.isEmpty()) {
      throw new IpcFormatException("the Arrow stream ends before its schema");
    }
    SchemaReader.StreamSchema schema = SchemaReader.read(first.get());
    checkManager(manager, schema.map().type().dataType());
    TensorMapDecoder decoder = new TensorMapDecoder(manager, schema);
    boolean complete = false;
    try {
      Optional<IpcMessage> message = messages.next();
      while (message.isPresent()) {
        decoder.add(message.get());
        message = messages.next();
      }
      TensorMap map = decoder.toMap();
      complete = true;
      return map;
    } finally {
      if (!complete) {
        decoder.arrays.forEach(NDArray::close);
      }
    }
  }

  /** For types that PyTorch arrays can not have, DJL's native code ends the process. */
  private static void checkManager(NDManager manager, DataType type) {
    if (!(manager instanceof HostNDManager) && !HostNDManager.hasPyTorchArrays(type)) {
      throw new IllegalArgumentException(
          "DJL has no PyTorch arrays of type "
              + type
              + ": read the tensor map with a HostNDManager, or store it with another type");
    }
  }

  private void add(IpcMessage message) {
    byte type = message.parse(message::type);
    if (type == MessageHeader.DictionaryBatch) {
      addDictionary(message);
    } else if (type == MessageHeader.RecordBatch) {
      RecordBatch batch = message.parse(() -> message.header(new RecordBatch()));
      addRows(new RowBatch(new BatchReader(message, batch), schema.map()));
    } else {
      throw new IpcFormatException(
          message.name() + " is of type " + message.typeName() + ", expected rows or a dictionary");
    }
  }

  private void addDictionary(IpcMessage message) {
    DictionaryBatch dictionary = message.parse(() -> message.header(new DictionaryBatch()));
    long id = message.parse(dictionary::id);
    if (id != schema.samples() && id != schema.components() && id != schema.properties()) {
      throw new IpcFormatException(
          message.name() + " is a dictionary " + id + ", which no column refers to");
    }
    if (!message.parse(dictionary::isDelta)) {
      dictionaries.put(id, new LabelsDictionaryReader());
    }
    RecordBatch entries =
        message.parse(() -> message.present(dictionary.data(), "entries of the dictionary"));
    dictionary(id).add(new BatchReader(message, entries));
  }

  private LabelsDictionaryReader dictionary(long id) {
    return dictionaries.computeIfAbsent(id, missing -> new LabelsDictionaryReader());
  }

  private void addRows(RowBatch batch) {
    ByteBuffer values = sharable(batch.values());
    for (int row = 0; row < batch.rows(); row++) {
      try {
        add(batch.key(row), batch.path(row), block(batch, row, values));
      } catch (IllegalArgumentException e) {
        throw new IpcFormatException(
            "in the row for key "
                + Arrays.toString(batch.key(row))
                + " of "
                + schema.map().keys()
                + (batch.path(row).isEmpty() ? "" : ", gradient '" + batch.path(row) + "'")
                + ": "
                + e.getMessage(),
            e);
      }
    }
  }

  private TensorBlock block(RowBatch batch, int row, ByteBuffer values) {
    AxisNames names = schema.map().axes(batch.path(row));
    int[] lengths = batch.shape(row);
    int[] components = batch.components(row);
    if (lengths.length != components.length + 2 || components.length != names.components().size()) {
      throw new IpcFormatException(
          "a shape with "
              + lengths.length
              + " axes and "
              + components.length
              + " components do not fit the components "
              + names.components());
    }
    Shape shape = checkedShape(lengths, batch.count(row));
    Labels samples =
        dictionary(schema.samples()).get(batch.samples(row), names.samples(), lengths[0]);
    List<Labels> componentLabels = new ArrayList<>(components.length);
    for (int i = 0; i < components.length; i++) {
      componentLabels.add(
          dictionary(schema.components())
              .get(components[i], List.of(names.components().get(i)), lengths[i + 1]));
    }
    Labels properties =
        dictionary(schema.properties())
            .get(batch.properties(row), names.properties(), lengths[lengths.length - 1]);
    int size = batch.count(row) * schema.map().type().bytes();
    NDArray array = array(values.slice(batch.start(row), size), shape);
    arrays.add(array);
    return new TensorBlock(array, samples, componentLabels, properties);
  }

  private void add(int[] key, String path, TensorBlock block) {
    if (path.isEmpty()) {
      keys.add(key);
      blocks.add(block);
      current.clear();
    } else {
      GradientPath.check(path);
      TensorBlock parent = current.get(GradientPath.parent(path));
      if (parent == null || !Arrays.equals(key, keys.get(keys.size() - 1))) {
        throw new IpcFormatException(
            "the row of the block that it belongs to does not come before");
      }
      parent.addGradient(GradientPath.parameter(path), block);
    }
    current.put(path, block);
  }

  private TensorMap toMap() {
    try {
      TensorMap map =
          new TensorMap(new Labels(schema.map().keys(), keys.toArray(int[][]::new)), blocks);
      schema.map().info().forEach(map::setInfo);
      return map;
    } catch (IllegalArgumentException e) {
      throw new IpcFormatException("the rows do not make a tensor map: " + e.getMessage(), e);
    }
  }

  private static Shape checkedShape(int[] lengths, int count) {
    long[] shape = new long[lengths.length];
    long product = 1;
    for (int i = 0; i < lengths.length; i++) {
      shape[i] = lengths[i];
      if (lengths[i] < 0) {
        throw new IpcFormatException("the shape " + Arrays.toString(lengths) + " is negative");
      }
      product = Math.min(product * lengths[i], TOO_MANY);
    }
    if (product != count) {
      throw new IpcFormatException(
          "the shape " + Arrays.toString(lengths) + " does not fit " + count + " values");
    }
    return new Shape(shape);
  }

  private NDArray array(ByteBuffer values, Shape shape) {
    DataType type = schema.map().type().dataType();
    if (manager instanceof HostNDManager host) {
      return host.wrap(values, shape, type);
    }
    if (type != DataType.COMPLEX64) {
      return manager.create(values, shape, type);
    }
    // DJL makes complex arrays only as views of real ones, which do not keep the buffer alive.
    try (NDArray real = manager.create(values, shape.add(2), DataType.FLOAT32);
        NDArray view = real.complex()) {
      return view.duplicate();
    }
  }

  /** Native code can use neither memory on the heap nor, as it may write, any that is read-only. */
  private ByteBuffer sharable(ByteBuffer values) {
    return manager instanceof HostNDManager || (values.isDirect() && !values.isReadOnly())
        ? values
        : ByteBuffer.allocateDirect(values.remaining()).put(values).flip();
  }
}
