package org.tensormap.spark.write;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.tensormap.Labels;

/**
 * The columns that make the labels of an axis, one for each dimension.
 *
 * @param columns the columns, in the order of the dimensions
 */
record LabelColumns(List<LabelColumn> columns) implements Serializable {
  LabelColumns {
    columns = List.copyOf(columns);
  }

  int size() {
    return columns.size();
  }

  List<String> dimensions() {
    return columns.stream().map(LabelColumn::dimension).toList();
  }

  /** The names of the columns. */
  List<String> columnNames() {
    return columns.stream().map(LabelColumn::column).toList();
  }

  /** The names of the dimensions of keys: without columns there is one key, as in Python. */
  List<String> keyDimensions() {
    return columns.isEmpty() ? Labels.single().names() : dimensions();
  }

  /** Reads the labels of a row. */
  void read(InternalRow row, int[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = columns.get(i).read(row);
    }
  }

  /** Labels as messages show them, for example {@code system=3, atom=0}. */
  static String print(List<String> names, int[] labels) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < labels.length; i++) {
      text.append(i == 0 ? "" : ", ").append(names.get(i)).append('=').append(labels[i]);
    }
    return text.toString();
  }
}
