package org.tensormap.torchscript;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** The Java half of passing arguments: the package documentation describes the message. */
final class MessageWriter {
  private final Numbers stream = new Numbers();

  /** The positions in the stream that hold references to labels. */
  private final Numbers labelsInStream = new Numbers();

  private final Strings strings = new Strings();
  private final LabelsTable labels = new LabelsTable();
  private final BlockTable blocks = new BlockTable(labels, strings);
  private final List<NDArray> tensors = new ArrayList<>();
  private final ArrayTable arrays = new ArrayTable();

  /** The types of the arrays over the memory that the other side copies. */
  private final List<DataType> sources = new ArrayList<>();

  private final Numbers message = new Numbers();

  void writeInt(long value) {
    stream.add(value);
  }

  void writeBool(boolean value) {
    stream.add(value ? 1 : 0);
  }

  void writeFloat(double value) {
    FloatFormat.write(value, stream);
  }

  void writeStr(String value) {
    stream.add(strings.add(value));
  }

  void writeTensor(NDArray value) {
    stream.add(tensors.size());
    tensors.add(ArrayTable.checked(value));
  }

  void writeLabels(Labels value) {
    labelsInStream.add(stream.size());
    stream.add(labels.add(value));
  }

  void writeBlock(TensorBlock value) {
    stream.add(blocks.add(List.of(value)));
  }

  void writeMap(TensorMap value) {
    writeLabels(value.keys());
    stream.add(blocks.add(value.blocks()));
    stream.add(value.size());
    stream.add(value.info().size());
    value
        .info()
        .forEach(
            (name, text) -> {
              writeStr(name);
              writeStr(text);
            });
  }

  /** Ends the message; then its size is known, and it can be {@link #finish finished}. */
  void end() {
    for (TensorBlock block : blocks.blocks()) {
      arrays.add(ArrayTable.checked(block.values()));
    }
    tensors.forEach(arrays::add);
    arrays.pack();

    Numbers tables = new Numbers();
    List<List<String>> names = labels.names();
    for (List<String> dimensions : names) {
      tables.add(dimensions.size());
    }
    if (labels.size() > 0) {
      sources.add(DataType.INT32);
      labels.list(tables);
    }
    blocks.writeComponents(tables);
    arrays.list(tables, arraysStart(), sources);
    blocks.writeBlocks(tables);
    for (int i = 0; i < labelsInStream.size(); i++) {
      int at = (int) labelsInStream.get(i);
      stream.set(at, labels.position((int) stream.get(at)));
    }

    Numbers text = new Numbers();
    strings.write(text, names);
    message.add(text.size());
    message.add(strings.size());
    message.add(names.size());
    message.add(sources.size());
    message.add(labels.groupCount());
    message.add(labels.size());
    message.add(blocks.componentsCount());
    message.add(arrays.packCount());
    message.add(arrays.isOrdered() ? 1 : 0);
    message.add(blocks.blocks().size());
    message.add(blocks.gradientCount());
    message.addAll(text);
    message.addAll(tables);
    message.addAll(stream);
  }

  /** How many numbers the message has. */
  int numberCount() {
    return message.size();
  }

  /** How many bytes of memory the message needs that the other side copies. */
  long stagedBytes() {
    return arraysStart() + arrays.stagedBytes();
  }

  /**
   * Makes the arrays of the message.
   *
   * @param staging memory for numbers, labels and small arrays
   * @param device where the model is
   * @param scope owns the arrays that are made for this message alone, on the device of the model
   * @return new arrays, those of the memory, and some of the arguments themselves
   */
  PtNDArray[] finish(Staging staging, Device device, Supplier<PtNDManager> scope) {
    labels.copyTo(staging.bytes());
    arrays.copyTo(staging.bytes(), arraysStart());
    List<PtNDArray> all = new ArrayList<>();
    all.add(staging.numbers(message));
    for (DataType source : sources) {
      all.add(
          device.isGpu()
              ? staging.copy(source, stagedBytes(), scope.get())
              : staging.array(source));
    }
    all.addAll(arrays.arrays(scope));
    return all.toArray(PtNDArray[]::new);
  }

  /** The small arrays follow the labels. */
  private long arraysStart() {
    return ArrayTable.aligned(labels.bytes());
  }

  /** The labels of the message, in order, once it is finished: the result may refer to them. */
  Labels[] labels() {
    return labels.inOrder();
  }

  /** The names of the labels of the message, in order: the result may refer to them. */
  List<List<String>> names() {
    return labels.names();
  }
}
