package org.tensormap.arrow;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
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

/** Finds the blocks and gradients of a tensor map in an Arrow IPC stream: one in every row. */
final class TensorMapDecoder {
  private final NDManager manager;
  private final SchemaReader.StreamSchema schema;
  private final Map<Long, LabelsDictionaryReader> dictionaries = new HashMap<>();
  private final List<int[]> keys = new ArrayList<>();
  private final List<IpcBlock> blocks = new ArrayList<>();

  /** The block that the last rows belong to, and its gradients, by path. */
  private final Map<String, IpcBlock> current = new HashMap<>();

  private TensorMapDecoder(NDManager manager, SchemaReader.StreamSchema schema) {
    this.manager = manager;
    this.schema = schema;
  }

  /**
   * Reads a stream up to its end marker, and makes no labels but the keys, and no arrays.
   *
   * @throws IpcFormatException if it is not a tensor map
   */
  static <E extends Exception> IpcMap open(StreamSource<E> source, NDManager manager) throws E {
    IpcMessages<E> messages = new IpcMessages<>(source);
    Optional<IpcMessage> first = messages.next();
    if (first.isEmpty()) {
      throw new IpcFormatException("the Arrow stream ends before its schema");
    }
    SchemaReader.StreamSchema schema = SchemaReader.read(first.get());
    checkManager(manager, schema.map().type().dataType());
    TensorMapDecoder decoder = new TensorMapDecoder(manager, schema);
    Optional<IpcMessage> message = messages.next();
    while (message.isPresent()) {
      decoder.add(message.get());
      message = messages.next();
    }
    return decoder.toMap();
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
    IpcBlock.AxisLabels labels =
        new IpcBlock.AxisLabels(
            dictionary(schema.samples()),
            dictionary(schema.components()),
            dictionary(schema.properties()));
    for (int index = 0; index < batch.rows(); index++) {
      StreamRow row = new StreamRow(batch, index, schema.map().keys());
      IpcBlock block =
          row.parse(
              () -> {
                IpcBlock read = new IpcBlock(row, schema.map(), labels, manager);
                add(row, read);
                return read;
              });
      current.put(row.path(), block);
    }
  }

  private void add(StreamRow row, IpcBlock block) {
    if (row.path().isEmpty()) {
      keys.add(row.key());
      blocks.add(block);
      current.clear();
      return;
    }
    GradientPath.check(row.path());
    IpcBlock parent = current.get(GradientPath.parent(row.path()));
    if (parent == null || !Arrays.equals(row.key(), keys.get(keys.size() - 1))) {
      throw new IpcFormatException("the row of the block that it belongs to does not come before");
    }
    parent.addGradient(GradientPath.parameter(row.path()), block);
  }

  private IpcMap toMap() {
    try {
      return new IpcMap(
          new Labels(schema.map().keys(), keys.toArray(int[][]::new)), schema.map().info(), blocks);
    } catch (IllegalArgumentException e) {
      throw IpcMap.notAMap(e);
    }
  }
}
