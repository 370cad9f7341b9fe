package org.tensormap.torchscript;

import ai.djl.ndarray.NDArray;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** The Java half of passing results: the package documentation describes the message. */
final class MessageReader {
  private final long[] numbers;
  private final DoubleBuffer reals;
  private final List<NDArray> arrays;
  private final String[] strings;
  private final Labels[] labels;
  private final TensorBlock[] blocks;
  private int at;

  /**
   * Reads the tables of a message.
   *
   * @param numbers its integers
   * @param reals its floating-point numbers
   * @param table the values of its labels
   * @param arrays its arrays
   */
  MessageReader(LongBuffer numbers, DoubleBuffer reals, IntBuffer table, List<NDArray> arrays) {
    this.numbers = new long[numbers.remaining()];
    numbers.get(this.numbers);
    this.reals = reals;
    this.arrays = arrays;
    this.strings = readStrings();
    List<List<String>> names = readNames();
    this.labels = readLabels(names, table);
    List<List<Labels>> components = readComponents();
    this.blocks = readBlocks(components);
  }

  long readInt() {
    return numbers[at++];
  }

  boolean readBool() {
    return readInt() != 0;
  }

  double readFloat() {
    return reals.get();
  }

  String readStr() {
    return strings[next()];
  }

  NDArray readTensor() {
    return arrays.get(next());
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
    TensorMap map = new TensorMap(keys, List.of(blocks).subList(first, first + count));
    info.forEach(map::setInfo);
    return map;
  }

  private int next() {
    return Math.toIntExact(readInt());
  }

  private String[] readStrings() {
    String[] read = new String[next()];
    for (int i = 0; i < read.length; i++) {
      byte[] bytes = new byte[next()];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) readInt();
      }
      read[i] = new String(bytes, StandardCharsets.UTF_8);
    }
    return read;
  }

  private List<List<String>> readNames() {
    List<List<String>> read = new ArrayList<>();
    for (int i = next(); i > 0; i--) {
      List<String> names = new ArrayList<>();
      for (int j = next(); j > 0; j--) {
        names.add(readStr());
      }
      read.add(List.copyOf(names));
    }
    return read;
  }

  private Labels[] readLabels(List<List<String>> names, IntBuffer table) {
    Labels[] read = new Labels[next()];
    int rows = at + read.length;
    for (int i = 0; i < read.length; i++) {
      List<String> dimensions = names.get(next());
      int[] values = new int[Math.toIntExact(numbers[rows + i] * dimensions.size())];
      table.get(values);
      read[i] = Labels.assumeUnique(dimensions, values);
    }
    at += read.length;
    return read;
  }

  private List<List<Labels>> readComponents() {
    List<List<Labels>> read = new ArrayList<>();
    for (int i = next(); i > 0; i--) {
      List<Labels> axes = new ArrayList<>();
      for (int j = next(); j > 0; j--) {
        axes.add(readLabels());
      }
      read.add(List.copyOf(axes));
    }
    return read;
  }

  private TensorBlock[] readBlocks(List<List<Labels>> components) {
    TensorBlock[] read = new TensorBlock[next()];
    for (int i = 0; i < read.length; i++) {
      int values = (int) numbers[at + i];
      int samples = (int) numbers[at + read.length + i];
      int axes = (int) numbers[at + 2 * read.length + i];
      int properties = (int) numbers[at + 3 * read.length + i];
      read[i] =
          new TensorBlock(
              arrays.get(values), labels[samples], components.get(axes), labels[properties]);
    }
    at += 4 * read.length;
    for (int i = next(); i > 0; i--) {
      TensorBlock parent = read[next()];
      parent.addGradient(readStr(), read[next()]);
    }
    return read;
  }
}
