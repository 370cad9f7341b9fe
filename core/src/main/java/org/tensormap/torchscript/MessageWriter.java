package org.tensormap.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * Ends the message.
   *
   * @param manager where to make its arrays, on the device of the model
   * @param host where to make those that are read on the CPU
   * @return the arrays: new ones, and some of the arguments themselves
   */
  PtNDArray[] finish(PtNDManager manager, PtNDManager host) {
    ArrayTable arrays = new ArrayTable();
    for (TensorBlock block : blocks.blocks()) {
      arrays.add(ArrayTable.checked(block.values()));
    }
    tensors.forEach(arrays::add);

    Numbers tables = new Numbers();
    List<List<String>> names = labels.names();
    for (List<String> dimensions : names) {
      tables.add(dimensions.size());
    }
    List<PtNDArray> labelTables = labels.write(tables, manager);
    blocks.writeComponents(tables);
    List<PtNDArray> written = arrays.write(tables, manager);
    blocks.writeBlocks(tables);
    for (int i = 0; i < labelsInStream.size(); i++) {
      int at = (int) labelsInStream.get(i);
      stream.set(at, labels.position((int) stream.get(at)));
    }

    Numbers text = new Numbers();
    strings.write(text, names);
    Numbers message = new Numbers();
    message.add(text.size());
    message.add(strings.size());
    message.add(names.size());
    message.add(labelTables.size());
    message.add(blocks.componentsCount());
    message.add(arrays.packCount());
    message.add(blocks.segmentCount());
    message.add(blocks.blocks().size());
    message.add(blocks.gradientCount());
    message.addAll(text);
    message.addAll(tables);
    message.addAll(stream);

    List<PtNDArray> all = new ArrayList<>(1 + labelTables.size() + written.size());
    all.add(host.create(message.toBuffer(), new Shape(message.size()), DataType.INT64));
    all.addAll(labelTables);
    all.addAll(written);
    return all.toArray(PtNDArray[]::new);
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
