package org.tensormap.io;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parses the dictionary in the header of a {@code .npy} array: a Python literal with the keys
 * {@code descr}, {@code fortran_order} and {@code shape}, of which only what can occur is
 * understood.
 */
final class NpyHeaderParser {
  private static final int USUAL_AXES = 4;

  private final String text;
  private final EntryLocation location;
  private int position;

  NpyHeaderParser(String text, EntryLocation location) {
    this.text = text;
    this.location = location;
  }

  NpyHeader parse(int headerLength) throws MtsFormatException {
    NpyType type = null;
    Boolean fortranOrder = null;
    Shape shape = null;
    expect('{');
    while (!accept('}')) {
      String key = string();
      expect(':');
      if (key.equals("descr") && type == null) {
        type = type();
      } else if (key.equals("fortran_order") && fortranOrder == null) {
        fortranOrder = bool();
      } else if (key.equals("shape") && shape == null) {
        shape = shape();
      } else {
        throw problem("the key '" + key + "' is unknown or repeated");
      }
      endOfItem('}');
    }
    if (next() != '\0') {
      throw problem("there is something behind the dictionary");
    }
    if (type == null || fortranOrder == null || shape == null) {
      throw problem("'descr', 'fortran_order' or 'shape' is missing");
    }
    return new NpyHeader(type, fortranOrder, shape, headerLength);
  }

  private NpyType type() throws MtsFormatException {
    if (!accept('[')) {
      return new NpyType.Scalar(string());
    }
    List<NpyType.Field> fields = new ArrayList<>();
    while (!accept(']')) {
      expect('(');
      String name = string();
      expect(',');
      fields.add(new NpyType.Field(name, string()));
      accept(',');
      expect(')');
      endOfItem(']');
    }
    return new NpyType.Structured(fields);
  }

  private Shape shape() throws MtsFormatException {
    long[] lengths = new long[USUAL_AXES];
    int axes = 0;
    expect('(');
    while (!accept(')')) {
      if (axes == lengths.length) {
        lengths = Arrays.copyOf(lengths, 2 * axes);
      }
      lengths[axes++] = length();
      endOfItem(')');
    }
    return new Shape(Arrays.copyOf(lengths, axes));
  }

  private long length() throws MtsFormatException {
    next();
    int start = position;
    while (position < text.length()
        && text.charAt(position) >= '0'
        && text.charAt(position) <= '9') {
      position++;
    }
    try {
      return Long.parseLong(text, start, position, 10);
    } catch (NumberFormatException e) {
      throw problem("expected the length of an axis at character " + start);
    }
  }

  private boolean bool() throws MtsFormatException {
    next();
    for (String word : new String[] {"True", "False"}) {
      if (text.startsWith(word, position)) {
        position += word.length();
        return word.equals("True");
      }
    }
    throw problem("expected True or False at character " + position);
  }

  /** Names and types are plain words: a backslash or an unusual character is refused later on. */
  private String string() throws MtsFormatException {
    char quote = next();
    int end = quote == '\'' || quote == '"' ? text.indexOf(quote, position + 1) : -1;
    if (end < 0) {
      throw problem("expected a string at character " + position);
    }
    String value = text.substring(position + 1, end);
    position = end + 1;
    return value;
  }

  /** A comma, unless the end of the list follows. */
  private void endOfItem(char end) throws MtsFormatException {
    if (!accept(',') && next() != end) {
      throw problem("expected ',' or '" + end + "' at character " + position);
    }
  }

  private void expect(char wanted) throws MtsFormatException {
    if (!accept(wanted)) {
      throw problem("expected '" + wanted + "' at character " + position);
    }
  }

  private boolean accept(char wanted) {
    boolean found = next() == wanted;
    if (found) {
      position++;
    }
    return found;
  }

  /** The next character that is no white space, or NUL at the end. */
  private char next() {
    while (position < text.length() && isBlank(text.charAt(position))) {
      position++;
    }
    return position < text.length() ? text.charAt(position) : '\0';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
  }

  private MtsFormatException problem(String problem) {
    return location.problem(
        "its .npy header is damaged: " + problem + " in \"" + shortened() + "\"");
  }

  private String shortened() {
    String trimmed = text.strip();
    return trimmed.length() <= 200 ? trimmed : trimmed.substring(0, 200) + "…";
  }
}
