package org.tensormap.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** The Java half of passing arguments: the package documentation describes the message. */
final class MessageWriter {
  private final Numbers stream = new Numbers();

  /** Positions in the stream that hold references to labels, and to arrays. */
  private final Numbers labelsInStream = new Numbers();

  private final Numbers arraysInStream = new Numbers();
  private final List<Double> reals = new ArrayList<>();
  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final LabelsTable labels = new LabelsTable();
  private final ArrayTable arrays;

  /** Lists of references to labels. */
  private final Map<List<Integer>, Integer> components = new LinkedHashMap<>();

  private final Numbers values = new Numbers();
  private final Numbers samples = new Numbers();
  private final Numbers axes = new Numbers();
  private final Numbers properties = new Numbers();
  private final Numbers gradients = new Numbers();

  /**
   * Starts a message.
   *
   * @param copyAll whether to copy arrays that could be passed as they are
   */
  MessageWriter(boolean copyAll) {
    arrays = new ArrayTable(copyAll);
  }

  void writeInt(long value) {
    stream.add(value);
  }

  void writeBool(boolean value) {
    stream.add(value ? 1 : 0);
  }

  void writeFloat(double value) {
    reals.add(value);
  }

  void writeStr(String value) {
    stream.add(string(value));
  }

  void writeTensor(NDArray value) {
    arraysInStream.add(stream.size());
    stream.add(arrays.add(value));
  }

  void writeLabels(Labels value) {
    labelsInStream.add(stream.size());
    stream.add(labels.add(value));
  }

  void writeBlock(TensorBlock value) {
    stream.add(addBlocks(List.of(value)));
  }

  void writeMap(TensorMap value) {
    writeLabels(value.keys());
    stream.add(addBlocks(value.blocks()));
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
    labels.names().forEach(names -> names.forEach(this::string));
    Numbers message = new Numbers();
    message.add(strings.size());
    for (String string : strings.keySet()) {
      byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
      message.add(bytes.length);
      for (byte b : bytes) {
        message.add(Byte.toUnsignedInt(b));
      }
    }
    message.add(labels.namesCount());
    for (List<String> names : labels.names()) {
      message.add(names.size());
      names.forEach(name -> message.add(string(name)));
    }
    ByteBuffer table = labels.write(message);
    message.add(components.size());
    for (List<Integer> component : components.keySet()) {
      message.add(component.size());
      component.forEach(reference -> message.add(labels.position(reference)));
    }
    List<PtNDArray> written = arrays.write(message, manager);
    writeBlocks(message);
    resolve(labelsInStream, labels::position);
    resolve(arraysInStream, arrays::position);
    message.addAll(stream);

    written.add(0, create(host, message.toBuffer(), DataType.INT64, Long.BYTES));
    written.add(1, create(host, realsBuffer(), DataType.FLOAT64, Double.BYTES));
    written.add(2, create(manager, table, DataType.INT32, Integer.BYTES));
    return written.toArray(PtNDArray[]::new);
  }

  private interface Positions {
    int of(int reference);
  }

  private void resolve(Numbers inStream, Positions positions) {
    for (int i = 0; i < inStream.size(); i++) {
      int at = (int) inStream.get(i);
      stream.set(at, positions.of((int) stream.get(at)));
    }
  }

  private void writeBlocks(Numbers message) {
    message.add(values.size());
    addPositions(message, values, arrays::position);
    addPositions(message, samples, labels::position);
    message.addAll(axes);
    addPositions(message, properties, labels::position);
    message.add(gradients.size() / 3);
    message.addAll(gradients);
  }

  private static void addPositions(Numbers message, Numbers references, Positions positions) {
    for (int i = 0; i < references.size(); i++) {
      message.add(positions.of((int) references.get(i)));
    }
  }

  private int string(String value) {
    return strings.computeIfAbsent(value, key -> strings.size());
  }

  /** Adds blocks one after the other, then their gradients; returns the index of the first. */
  private int addBlocks(List<TensorBlock> blocks) {
    int first = values.size();
    blocks.forEach(this::addBlock);
    for (int i = 0; i < blocks.size(); i++) {
      addGradients(first + i, blocks.get(i));
    }
    return first;
  }

  private void addBlock(TensorBlock block) {
    values.add(arrays.add(block.values()));
    samples.add(labels.add(block.samples()));
    axes.add(componentList(block.components()));
    properties.add(labels.add(block.properties()));
  }

  private void addGradients(int parent, TensorBlock block) {
    for (Map.Entry<String, TensorBlock> gradient : block.gradients().entrySet()) {
      int index = values.size();
      addBlock(gradient.getValue());
      gradients.add(parent);
      gradients.add(string(gradient.getKey()));
      gradients.add(index);
      addGradients(index, gradient.getValue());
    }
  }

  private int componentList(List<Labels> axisLabels) {
    List<Integer> references = axisLabels.stream().map(labels::add).toList();
    return components.computeIfAbsent(references, key -> components.size());
  }

  private ByteBuffer realsBuffer() {
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(reals.size() * Double.BYTES).order(ByteOrder.nativeOrder());
    reals.forEach(buffer::putDouble);
    return buffer.flip();
  }

  private static PtNDArray create(
      PtNDManager manager, ByteBuffer buffer, DataType dataType, int valueSize) {
    return manager.create(buffer, new Shape(buffer.remaining() / valueSize), dataType);
  }
}
