package org.tensormap.spark.model;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Makes a value for a model from a SQL value. Each is made for one SQL type and one model type. */
@FunctionalInterface
interface ArgumentReader {

  /**
   * Reads a value, which is null only if this {@link #readsNull()}.
   *
   * @param source the row or array that holds the value
   * @param ordinal the position of the value in it
   * @param arrays owns the arrays made here
   * @return the value as the model wants it
   * @throws UnfitValueException if the value does not fit, though its type does
   */
  Object read(SpecializedGetters source, int ordinal, ArgumentArrays arrays);

  /** Whether NULL is a value for the model. */
  default boolean readsNull() {
    return false;
  }

  /** Reads an element or field of another value. */
  default Object readInside(
      SpecializedGetters source, int ordinal, String step, ArgumentArrays arrays) {
    try {
      if (source.isNullAt(ordinal) && !readsNull()) {
        throw new UnfitValueException("expected a value, got NULL");
      }
      return read(source, ordinal, arrays);
    } catch (UnfitValueException e) {
      throw e.inside(step);
    }
  }
}
