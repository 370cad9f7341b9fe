package org.tensormap.spark.functions;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;

/** Reads SQL integers of any size as the 32 bits that labels have. */
final class Integers {
  private Integers() {}

  static boolean reads(DataType type) {
    return type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType;
  }

  static int read(SpecializedGetters source, int ordinal, DataType type) {
    if (source.isNullAt(ordinal)) {
      throw new IllegalArgumentException("an integer is NULL, which labels can not have");
    }
    long value = ((Number) source.get(ordinal, type)).longValue();
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the integer " + value + " is out of the range of labels, which have 32 bits");
    }
    return (int) value;
  }

  static int[] readAll(ArrayData array, DataType type) {
    int[] values = new int[array.numElements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(array, i, type);
    }
    return values;
  }
}
