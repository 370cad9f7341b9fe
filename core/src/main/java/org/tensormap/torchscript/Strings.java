package org.tensormap.torchscript;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The strings of a message: each once, and behind them the names of dimensions. */
final class Strings {
  /** A byte that is in no UTF-8 text. */
  static final int SEPARATOR = 0xff;

  private final Map<String, Integer> strings = new LinkedHashMap<>();

  /** Adds a string, unless it is there, and returns its position. */
  int add(String string) {
    Integer known = strings.putIfAbsent(string, strings.size());
    return known == null ? strings.size() - 1 : known;
  }

  int size() {
    return strings.size();
  }

  /** Lists the bytes of the strings and names, in UTF-8, with separators between them. */
  void write(Numbers message, List<List<String>> names) {
    boolean isFirst = true;
    for (String string : strings.keySet()) {
      write(string, message, isFirst);
      isFirst = false;
    }
    for (List<String> dimensions : names) {
      for (String dimension : dimensions) {
        write(dimension, message, isFirst);
        isFirst = false;
      }
    }
  }

  private static void write(String string, Numbers message, boolean isFirst) {
    if (!isFirst) {
      message.add(SEPARATOR);
    }
    for (byte b : string.getBytes(StandardCharsets.UTF_8)) {
      message.add(Byte.toUnsignedInt(b));
    }
  }
}
