package org.tensormap.spark.model;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;

/**
 * Gathers rows into groups: each group is one row, whose columns are arrays of the values of the
 * rows. Holds one group at a time.
 */
final class RowGroups implements Iterator<InternalRow> {
  private final Iterator<InternalRow> rows;
  private final List<DataType> columns;
  private final int size;

  /**
   * Creates the groups of some rows.
   *
   * @param rows the rows; Spark reuses their memory, so that each is copied
   * @param columns the types of the columns
   * @param size how many rows make a group; the last group may have fewer
   */
  RowGroups(Iterator<InternalRow> rows, List<DataType> columns, int size) {
    this.rows = rows;
    this.columns = columns;
    this.size = size;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public InternalRow next() {
    InternalRow[] group = new InternalRow[size];
    int count = 0;
    while (count < size && rows.hasNext()) {
      group[count++] = rows.next().copy();
    }
    Object[] arrays = new Object[columns.size()];
    for (int column = 0; column < arrays.length; column++) {
      Object[] values = new Object[count];
      for (int row = 0; row < count; row++) {
        values[row] = group[row].get(column, columns.get(column));
      }
      arrays[column] = new GenericArrayData(values);
    }
    return new GenericInternalRow(arrays);
  }
}
