package org.tensormap.spark.condition;

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
public record Label(Role role, int dimension) implements Serializable {
  /** The axis of the properties, whatever the number of components before it. */
  public static final int PROPERTIES_AXIS = -1;

  /**
   * Returns the label that a column shows.
   *
   * @param column a column of labels
   * @return its label
   */
  public static Label of(LayoutColumn column) {
    return new Label(column.role(), column.dimension());
  }

  /**
   * Returns the least label of a sample dimension, in a row that is a tensor map.
   *
   * @param sampleDimension the position of the dimension
   * @return the label
   */
  public static Label least(int sampleDimension) {
    return new Label(Role.BOUNDS, 2 * sampleDimension);
  }

  /**
   * Returns the greatest label of a sample dimension, in a row that is a tensor map.
   *
   * @param sampleDimension the position of the dimension
   * @return the label
   */
  public static Label greatest(int sampleDimension) {
    return new Label(Role.BOUNDS, 2 * sampleDimension + 1);
  }

  /**
   * Tells whether a row may be without: a tensor map without samples has no bounds.
   *
   * @return whether it may
   */
  public boolean isNullable() {
    return role == Role.BOUNDS;
  }

  /**
   * Returns the sample dimension of a least or greatest label.
   *
   * @return its position
   */
  public int sampleDimension() {
    return dimension / 2;
  }

  /**
   * Returns the values of a least or greatest label in a row with some bounds.
   *
   * @param bounds the bounds of the sample dimension; null if the row has no samples
   * @return one value, or none
   */
  public IntSet in(Bounds bounds) {
    if (bounds == null) {
      return IntSet.NONE;
    }
    return IntSet.of(dimension % 2 == 0 ? bounds.min() : bounds.max());
  }

  /**
   * Tells whether columns of a role have labels.
   *
   * @param role the role
   * @return whether they have
   */
  public static boolean isLabel(Role role) {
    return switch (role) {
      case KEY, SAMPLE, GRADIENT, COMPONENT, PROPERTY -> true;
      default -> false;
    };
  }

  /**
   * Returns the axis of the block that the label is along.
   *
   * @return the axis; empty for keys: all of a block has one key
   */
  public OptionalInt axis() {
    return switch (role) {
      case SAMPLE, GRADIENT -> OptionalInt.of(0);
      case COMPONENT -> OptionalInt.of(dimension + 1);
      case PROPERTY -> OptionalInt.of(PROPERTIES_AXIS);
      default -> OptionalInt.empty();
    };
  }
}
