package org.tensormap.spark.layout;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.tensormap.Labels;
import org.tensormap.spark.LabelsType;

/** Labels as SQL values of the type {@link LabelsType#TYPE}, or of a part of its fields. */
final class LabelsValue {
  private LabelsValue() {}

  static InternalRow of(Labels labels, DataType type) {
    String[] fields = ((StructType) type).fieldNames();
    Object[] values = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      values[i] =
          fields[i].equals(LabelsType.NAMES) ? LabelsType.names(labels) : LabelsType.values(labels);
    }
    return new GenericInternalRow(values);
  }

  static ArrayData listOf(List<Labels> labels, DataType type) {
    DataType element = ((ArrayType) type).elementType();
    return new GenericArrayData(
        labels.stream().map(each -> of(each, element)).toArray(Object[]::new));
  }
}
