package org.tensormap.spark.read;

import java.io.Serializable;
import java.util.OptionalInt;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.log.Bounds;

/**
 * A label that a row has: one dimension of its key or of an axis of its block; or, of a row that is
 * a tensor map, the least or greatest label of a sample dimension.
 *
 * @param role which of them
 * @param dimension which dimension of those of the role, as in {@link LayoutColumn}; for bounds,
 *     twice the position of the sample dimension, and one more for the greatest label
 */
record Label(Role role, int dimension) implements Serializable {
  /** The axis of the properties, whatever the number of components before it. */
  static final int PROPERTIES_AXIS = -1;

  static Label of(LayoutColumn column) {
    return new Label(column.role(), column.dimension());
  }

  static Label least(int sampleDimension) {
    return new Label(Role.BOUNDS, 2 * sampleDimension);
  }

  static Label greatest(int sampleDimension) {
    return new Label(Role.BOUNDS, 2 * sampleDimension + 1);
  }

  /** Whether a row may be without: a tensor map without samples has no bounds. */
  boolean isNullable() {
    return role == Role.BOUNDS;
  }

  /** The sample dimension of a least or greatest label. */
  int sampleDimension() {
    return dimension / 2;
  }

  /** The values of a least or greatest label in a row with these bounds; null if it has none. */
  IntSet in(Bounds bounds) {
    if (bounds == null) {
      return IntSet.NONE;
    }
    return IntSet.of(dimension % 2 == 0 ? bounds.min() : bounds.max());
  }

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
