package org.tensormap.spark.layout;

import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/** Values of which equally many make an array, as a vector of arrays, without a copy. */
final class RowsVector extends NonNullVector {
  private final NonNullVector values;
  private final int length;

  /**
   * Creates a vector.
   *
   * @param values the values of row 0, then those of row 1, …
   * @param length how many values each row has
   */
  RowsVector(NonNullVector values, int length) {
    super(new ArrayType(values.dataType(), false));
    this.values = values;
    this.length = length;
  }

  @Override
  public ColumnarArray getArray(int row) {
    return new ColumnarArray(values, row * length, length);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return values;
  }
}
