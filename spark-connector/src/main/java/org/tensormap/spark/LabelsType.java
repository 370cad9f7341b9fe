package org.tensormap.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.Labels;

/**
 * Labels as a SQL value: the names of the dimensions, and for each entry a value for each
 * dimension.
 */
public final class LabelsType {
  /** The name of the field with the names of the dimensions. */
  public static final String NAMES = "names";

  /** The name of the field with the entries. */
  public static final String VALUES = "values";

  /** The SQL type. */
  public static final StructType TYPE =
      new StructType()
          .add(NAMES, new ArrayType(DataTypes.StringType, false), false)
          .add(VALUES, new ArrayType(new ArrayType(DataTypes.IntegerType, false), false), false);

  private LabelsType() {}

  /**
   * Makes a value of {@link #TYPE}.
   *
   * @param labels the labels
   * @return both fields
   */
  public static InternalRow of(Labels labels) {
    return new GenericInternalRow(new Object[] {names(labels), values(labels)});
  }

  /**
   * Makes the value of the field {@link #NAMES}.
   *
   * @param labels the labels
   * @return the names of their dimensions
   */
  public static ArrayData names(Labels labels) {
    return new GenericArrayData(
        labels.names().stream().map(UTF8String::fromString).toArray(Object[]::new));
  }

  /**
   * Makes the value of the field {@link #VALUES}.
   *
   * @param labels the labels
   * @return an array for each entry
   */
  public static ArrayData values(Labels labels) {
    Object[] entries = new Object[labels.size()];
    int[] entry = new int[labels.dimensions()];
    for (int i = 0; i < entries.length; i++) {
      labels.values().get(i * entry.length, entry);
      entries[i] = UnsafeArrayData.fromPrimitiveArray(entry);
    }
    return new GenericArrayData(entries);
  }
}
