package org.tensormap.torchscript;

import ai.djl.ndarray.NDArray;
import java.io.ByteArrayOutputStream;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** The Java half of passing results: the package documentation describes the message. */
final class MessageReader {
  private static final int LABELS_COUNT = 3;

  private final long[] numbers;
  private final IntBuffer table;
  private final List<NDArray> arrays;
  private final List<String> strings;
  private final Labels[] labels;
  private final TensorBlock[] blocks;
  private int at;

  /**
   * Reads the tables of a message.
   *
   * @param numbers its integers
   * @param table the values of its labels
   * @param arrays its other arrays
   * @param arguments the message that it answers
   */
  MessageReader(
      LongBuffer numbers, IntBuffer table, List<NDArray> arrays, MessageWriter arguments) {
    this.numbers = new long[numbers.remaining()];
    numbers.get(this.numbers);
    this.table = table;
    this.arrays = arrays;
    int textLength = next();
    int stringCount = next();
    int namesCount = next();
    int labelsCount = next();
    int componentsCount = next();
    int blockCount = next();
    int gradientCount = next();
    this.strings = readStrings(textLength);
    List<List<String>> names = new ArrayList<>(arguments.names());
    readNames(namesCount, stringCount, names);
    this.labels = readLabels(labelsCount, names, arguments.labels());
    List<List<Labels>> components = readComponents(componentsCount);
    this.blocks = readBlocks(blockCount, components);
    readGradients(gradientCount);
  }

  /** Tells whether a message has labels of its own, and so a table of their values. */
  static boolean hasTable(LongBuffer numbers) {
    return numbers.get(LABELS_COUNT) > 0;
  }

  long readInt() {
    return numbers[at++];
  }

  boolean readBool() {
    return readInt() != 0;
  }

  double readFloat() {
    return FloatFormat.read(readInt(), readInt());
  }

  String readStr() {
    return strings.get(next());
  }

  NDArray readTensor() {
    return arrays.get(blocks.length + next());
  }

  Labels readLabels() {
    return labels[next()];
  }

  TensorBlock readBlock() {
    return blocks[next()];
  }

  TensorMap readMap() {
    Labels keys = readLabels();
    int first = next();
    int count = next();
    Map<String, String> info = new LinkedHashMap<>();
    for (int i = next(); i > 0; i--) {
      info.put(readStr(), readStr());
    }
    TensorMap map = new TensorMap(keys, Arrays.asList(blocks).subList(first, first + count));
    info.forEach(map::setInfo);
    return map;
  }

  private int next() {
    return Math.toIntExact(readInt());
  }

  private List<String> readStrings(int length) {
    List<String> read = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
    for (int end = at + length; at < end; at++) {
      if (numbers[at] == Strings.SEPARATOR) {
        read.add(bytes.toString(StandardCharsets.UTF_8));
        bytes.reset();
      } else {
        bytes.write((int) numbers[at]);
      }
    }
    read.add(bytes.toString(StandardCharsets.UTF_8));
    return read;
  }

  private void readNames(int count, int firstString, List<List<String>> names) {
    int start = firstString;
    for (int i = 0; i < count; i++) {
      int end = start + next();
      names.add(strings.subList(start, end));
      start = end;
    }
  }

  private Labels[] readLabels(int count, List<List<String>> names, Labels[] known) {
    Labels[] read = Arrays.copyOf(known, known.length + count);
    for (int i = known.length; i < read.length; i++) {
      List<String> dimensions = names.get(next());
      int[] values = new int[Math.multiplyExact(next(), dimensions.size())];
      table.get(values);
      read[i] = Labels.assumeUnique(dimensions, values);
    }
    return read;
  }

  private List<List<Labels>> readComponents(int count) {
    List<List<Labels>> read = new ArrayList<>(1 + count);
    read.add(List.of());
    for (int i = 0; i < count; i++) {
      List<Labels> axes = new ArrayList<>();
      for (int j = next(); j > 0; j--) {
        axes.add(readLabels());
      }
      read.add(axes);
    }
    return read;
  }

  private TensorBlock[] readBlocks(int count, List<List<Labels>> components) {
    TensorBlock[] read = new TensorBlock[count];
    int samples = at;
    int axes = samples + count;
    int properties = axes + count;
    at = properties + count;
    for (int i = 0; i < count; i++) {
      read[i] =
          new TensorBlock(
              arrays.get(i),
              labels[(int) numbers[samples + i]],
              components.get((int) numbers[axes + i]),
              labels[(int) numbers[properties + i]]);
    }
    return read;
  }

  private void readGradients(int count) {
    for (int i = 0; i < count; i++) {
      TensorBlock parent = blocks[next()];
      parent.addGradient(readStr(), blocks[next()]);
    }
  }
}
