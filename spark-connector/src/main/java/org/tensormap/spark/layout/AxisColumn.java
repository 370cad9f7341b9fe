package org.tensormap.spark.layout;

import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/**
 * The labels of one dimension of an axis, repeated as often as row-major order wants: each label
 * for a run of elements, and all of them again and again.
 */
final class AxisColumn {
  private final int[] labels;
  private final int run;

  /**
   * Creates a column.
   *
   * @param labels one value for each entry of the axis; not copied
   * @param run how many elements in a row have the same entry: the product of the lengths of the
   *     axes behind this one
   */
  AxisColumn(int[] labels, int run) {
    this.labels = labels;
    this.run = run;
  }

  /**
   * Writes the labels of some elements to the start of a vector.
   *
   * @param vector the vector
   * @param first the position of the first element
   * @param count how many elements
   */
  void fill(WritableColumnVector vector, long first, int count) {
    if (run == 1) {
      copy(vector, first, count);
    } else {
      repeat(vector, first, count);
    }
  }

  private void copy(WritableColumnVector vector, long first, int count) {
    int label = (int) (first % labels.length);
    for (int done = 0; done < count; ) {
      int length = Math.min(labels.length - label, count - done);
      vector.putInts(done, length, labels, label);
      done += length;
      label = 0;
    }
  }

  private void repeat(WritableColumnVector vector, long first, int count) {
    int label = (int) (first / run % labels.length);
    int left = run - (int) (first % run);
    for (int done = 0; done < count; ) {
      int length = Math.min(left, count - done);
      vector.putInts(done, length, labels[label]);
      done += length;
      left = run;
      label = label + 1 == labels.length ? 0 : label + 1;
    }
  }
}
