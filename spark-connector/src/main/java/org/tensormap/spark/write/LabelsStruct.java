package org.tensormap.spark.write;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.tensormap.Labels;

/** Labels from SQL values of the type {@link org.tensormap.spark.LabelsType#TYPE}. */
final class LabelsStruct {
  static final int FIELDS = 2;

  private LabelsStruct() {}

  /**
   * Reads labels.
   *
   * @param struct the names of the dimensions, and the entries
   * @return the labels
   * @throws IllegalArgumentException if they are not valid
   */
  static Labels labels(InternalRow struct) {
    if (struct.isNullAt(0) || struct.isNullAt(1)) {
      throw new IllegalArgumentException("the names or values of labels are null");
    }
    List<String> names = new ArrayList<>();
    ArrayData given = struct.getArray(0);
    for (int i = 0; i < given.numElements(); i++) {
      if (given.isNullAt(i)) {
        throw new IllegalArgumentException("a name of labels is null");
      }
      names.add(given.getUTF8String(i).toString());
    }
    ArrayData entries = struct.getArray(1);
    int[][] rows = new int[entries.numElements()][];
    for (int entry = 0; entry < rows.length; entry++) {
      rows[entry] = entry(entries, entry);
    }
    return new Labels(names, rows);
  }

  private static int[] entry(ArrayData entries, int index) {
    if (entries.isNullAt(index)) {
      throw new IllegalArgumentException("entry " + index + " of labels is null");
    }
    ArrayData entry = entries.getArray(index);
    for (int i = 0; i < entry.numElements(); i++) {
      if (entry.isNullAt(i)) {
        throw new IllegalArgumentException("entry " + index + " of labels has a null");
      }
    }
    return entry.toIntArray();
  }
}
