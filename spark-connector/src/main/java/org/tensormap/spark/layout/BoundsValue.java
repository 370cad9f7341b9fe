package org.tensormap.spark.layout;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.condition.IntSet;
import org.tensormap.spark.log.Bounds;
import org.tensormap.spark.log.SampleBounds;

/** The column {@value TensorMapLayout#BOUNDS} of the {@link TensorMapLayout}. */
final class BoundsValue {
  private BoundsValue() {}

  /**
   * Returns bounds as a SQL value.
   *
   * @param bounds the bounds
   * @param type which dimensions, in which order
   * @return the value; null if there are no samples
   */
  static InternalRow of(SampleBounds bounds, StructType type) {
    if (bounds.isEmpty()) {
      return null;
    }
    Object[] fields = new Object[type.length()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = range(bounds.of(type.fieldNames()[i]), (StructType) type.apply(i).dataType());
    }
    return new GenericInternalRow(fields);
  }

  /**
   * Tells whether a row with some bounds is wanted.
   *
   * @param filter what bounds must be
   * @param bounds the bounds of the row
   * @param dimensions the names of the sample dimensions
   */
  static boolean meet(Condition filter, SampleBounds bounds, List<String> dimensions) {
    return filter
        .given(
            label ->
                Optional.of(
                    bounds.isEmpty()
                        ? IntSet.NONE
                        : label.in(bounds.of(dimensions.get(label.sampleDimension())))))
        .isAlways();
  }

  /** Spark may want one end alone. */
  private static InternalRow range(Bounds bounds, StructType type) {
    Object[] ends = new Object[type.length()];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = type.fieldNames()[i].equals(TensorMapLayout.MIN) ? bounds.min() : bounds.max();
    }
    return new GenericInternalRow(ends);
  }
}
