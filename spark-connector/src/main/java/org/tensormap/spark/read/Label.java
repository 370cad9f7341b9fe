package org.tensormap.spark.read;

import java.io.Serializable;
import java.util.OptionalInt;

/**
 * A label that a row has: one dimension of its key or of an axis of its block.
 *
 * @param role which of them
 * @param dimension which dimension of those of the role, as in {@link LayoutColumn}
 */
record Label(Role role, int dimension) implements Serializable {
  /** The axis of the properties, whatever the number of components before it. */
  static final int PROPERTIES_AXIS = -1;

  static boolean isLabel(Role role) {
    return switch (role) {
      case KEY, SAMPLE, GRADIENT, COMPONENT, PROPERTY -> true;
      default -> false;
    };
  }

  /** The axis of the block that the label is along; empty for keys: all of a block has one key. */
  OptionalInt axis() {
    return switch (role) {
      case SAMPLE, GRADIENT -> OptionalInt.of(0);
      case COMPONENT -> OptionalInt.of(dimension + 1);
      case PROPERTY -> OptionalInt.of(PROPERTIES_AXIS);
      default -> OptionalInt.empty();
    };
  }
}
