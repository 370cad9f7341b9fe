package org.tensormap.spark.write;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A column of labels.
 *
 * @param column its name
 * @param ordinal its position in a row
 * @param type its type in SQL, one of the integers
 * @param dimension the name of the dimension that it becomes
 */
record LabelColumn(String column, int ordinal, DataType type, String dimension)
    implements Serializable {
  LabelColumn {
    boolean isInteger =
        type.equals(DataTypes.IntegerType)
            || type.equals(DataTypes.LongType)
            || type.equals(DataTypes.ShortType)
            || type.equals(DataTypes.ByteType);
    if (!isInteger) {
      throw WriteErrors.labelType(column, type.sql());
    }
  }

  int read(InternalRow row) {
    if (row.isNullAt(ordinal)) {
      throw WriteErrors.nullValue(column);
    }
    if (type.equals(DataTypes.IntegerType)) {
      return row.getInt(ordinal);
    }
    if (type.equals(DataTypes.LongType)) {
      return exact(row.getLong(ordinal));
    }
    return type.equals(DataTypes.ShortType) ? row.getShort(ordinal) : row.getByte(ordinal);
  }

  private int exact(long value) {
    if ((int) value != value) {
      throw WriteErrors.labelOutOfRange(column, value);
    }
    return (int) value;
  }
}
