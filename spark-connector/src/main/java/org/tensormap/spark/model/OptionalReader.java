package org.tensormap.spark.model;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Reads NULL as Python's {@code None}, and other values with another reader. */
record OptionalReader(ArgumentReader value) implements ArgumentReader {
  @Override
  public Object read(SpecializedGetters source, int ordinal, ArgumentArrays arrays) {
    return source.isNullAt(ordinal) ? null : value.read(source, ordinal, arrays);
  }

  @Override
  public boolean readsNull() {
    return true;
  }
}
