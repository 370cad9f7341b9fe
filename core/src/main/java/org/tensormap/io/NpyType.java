package org.tensormap.io;

import java.util.List;
import java.util.stream.Collectors;

/** What each element of a {@code .npy} array is, as the {@code descr} in its header says. */
sealed interface NpyType {
  /**
   * A number.
   *
   * @param descriptor byte order, kind and size, for example {@code <f8}
   */
  record Scalar(String descriptor) implements NpyType {
    @Override
    public String toString() {
      return "'" + descriptor + "'";
    }
  }

  /**
   * A row of named values.
   *
   * @param fields the values, in order
   */
  record Structured(List<Field> fields) implements NpyType {
    @Override
    public String toString() {
      return fields.stream()
          .map(field -> "('" + field.name + "', '" + field.descriptor + "'), ")
          .collect(Collectors.joining("", "[", "]"));
    }
  }

  /**
   * One of the values of a row.
   *
   * @param name its name
   * @param descriptor byte order, kind and size, for example {@code <i4}
   */
  record Field(String name, String descriptor) {}
}
