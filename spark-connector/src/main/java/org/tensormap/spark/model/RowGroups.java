package org.tensormap.spark.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
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
  private final long byteLimit;

  /**
   * Creates the groups of some rows.
   *
   * @param rows the rows; Spark reuses their memory, so that each is copied
   * @param columns the types of the columns
   * @param size how many rows make a group; the last group may have fewer
   * @param byteLimit how many bytes the rows of a group may have
   */
  RowGroups(Iterator<InternalRow> rows, List<DataType> columns, int size, long byteLimit) {
    this.rows = rows;
    this.columns = columns;
    this.size = size;
    this.byteLimit = byteLimit;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  /**
   * Returns the next group.
   *
   * @throws org.tensormap.spark.TensorMapException if its rows have too many bytes
   */
  @Override
  public InternalRow next() {
    List<InternalRow> group = nextRows();
    Object[] arrays = new Object[columns.size()];
    for (int column = 0; column < arrays.length; column++) {
      Object[] values = new Object[group.size()];
      for (int row = 0; row < values.length; row++) {
        values[row] = group.get(row).get(column, columns.get(column));
      }
      arrays[column] = new GenericArrayData(values);
    }
    return new GenericInternalRow(arrays);
  }

  private List<InternalRow> nextRows() {
    List<InternalRow> group = new ArrayList<>();
    long bytes = 0;
    while (group.size() < size && rows.hasNext()) {
      InternalRow row = rows.next().copy();
      group.add(row);
      bytes += row instanceof UnsafeRow unsafe ? unsafe.getSizeInBytes() : 0;
      if (bytes > byteLimit) {
        throw ModelErrors.groupTooLarge(bytes, byteLimit, group.size(), size);
      }
    }
    return group;
  }
}
