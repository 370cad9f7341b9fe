package org.tensormap.spark.read;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.Labels;

/** Labels as SQL values of the type {@link BlocksLayout#LABELS}, or of a part of its fields. */
final class LabelsValue {
  private LabelsValue() {}

  static InternalRow of(Labels labels, DataType type) {
    String[] fields = ((StructType) type).fieldNames();
    Object[] values = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      values[i] = fields[i].equals("names") ? names(labels) : entries(labels);
    }
    return new GenericInternalRow(values);
  }

  static ArrayData listOf(List<Labels> labels, DataType type) {
    DataType element = ((ArrayType) type).elementType();
    return new GenericArrayData(
        labels.stream().map(each -> of(each, element)).toArray(Object[]::new));
  }

  private static ArrayData names(Labels labels) {
    return new GenericArrayData(
        labels.names().stream().map(UTF8String::fromString).toArray(Object[]::new));
  }

  private static ArrayData entries(Labels labels) {
    Object[] entries = new Object[labels.size()];
    int[] entry = new int[labels.dimensions()];
    for (int i = 0; i < entries.length; i++) {
      labels.values().get(i * entry.length, entry);
      entries[i] = UnsafeArrayData.fromPrimitiveArray(entry);
    }
    return new GenericArrayData(entries);
  }
}
