package org.tensormap.operations;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One of the sets of labels that a map or a block has. */
public enum Axis {
  /** The keys of a map. */
  KEYS,
  /** The first axis of blocks. */
  SAMPLES,
  /** The axes in the middle of blocks. */
  COMPONENTS,
  /** The last axis of blocks. */
  PROPERTIES;

  /** All axes of a block. */
  static final Set<Axis> OF_BLOCKS = Set.copyOf(EnumSet.of(SAMPLES, COMPONENTS, PROPERTIES));

  /**
   * Returns the axis with a name.
   *
   * @param name {@code keys}, {@code samples}, {@code components} or {@code properties}
   * @return the axis
   * @throws IllegalArgumentException if there is no such axis
   */
  public static Axis of(String name) {
    return Arrays.stream(values())
        .filter(axis -> axis.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + name
                        + "' is not a valid axis: use 'keys', 'samples', 'components' or"
                        + " 'properties'"));
  }

  /** Returns the name in lower case, as in Python. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Throws if this axis is none of those that an operation works on. */
  void checkIsOneOf(Collection<Axis> axes, String operation) {
    if (!axes.contains(this)) {
      List<String> names =
          Arrays.stream(values()).filter(axes::contains).map(axis -> "'" + axis + "'").toList();
      throw new IllegalArgumentException(
          "'"
              + this
              + "' is not a valid axis for '"
              + operation
              + "': use one of "
              + String.join(", ", names));
    }
  }
}
