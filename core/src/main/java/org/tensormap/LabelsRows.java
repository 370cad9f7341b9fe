package org.tensormap;

import java.util.Arrays;

/** Rows of a row-major {@code int} matrix, some of whose columns are looked at. */
final class LabelsRows {
  final int[] values;

  /** The number of columns of the matrix. */
  final int stride;

  /** The columns to look at, in order. */
  final int[] columns;

  /** The number of rows. */
  final int count;

  LabelsRows(int[] values, int stride, int[] columns, int count) {
    this.values = values;
    this.stride = stride;
    this.columns = columns;
    this.count = count;
  }

  /** Rows all of whose columns are looked at. */
  LabelsRows(int[] values, int dimensions, int count) {
    this(values, dimensions, new int[dimensions], count);
    Arrays.setAll(columns, i -> i);
  }

  /** Copies of some rows, with the columns that are looked at. */
  LabelsRows at(int[] rows) {
    int[] copies = new int[Math.multiplyExact(rows.length, columns.length)];
    int next = 0;
    for (int row : rows) {
      for (int column : columns) {
        copies[next++] = values[row * stride + column];
      }
    }
    return new LabelsRows(copies, columns.length, rows.length);
  }

  /** Whether a row is equal to one of other rows. */
  boolean equal(int row, LabelsRows other, int otherRow) {
    int start = row * stride;
    int otherStart = otherRow * other.stride;
    for (int i = 0; i < columns.length; i++) {
      if (values[start + columns[i]] != other.values[otherStart + other.columns[i]]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether every row comes after the one before it in lexicographic order: all are unique then.
   */
  boolean strictlyIncrease() {
    if (columns.length == 2) {
      return pairsStrictlyIncrease();
    }
    for (int row = 1; row < count; row++) {
      if (compare(row - 1, row) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Compares two rows in lexicographic order. */
  int compare(int row, int otherRow) {
    int start = row * stride;
    int otherStart = otherRow * stride;
    for (int column : columns) {
      int order = Integer.compare(values[start + column], values[otherStart + column]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Compares two values at a time, which takes half as long. */
  private boolean pairsStrictlyIncrease() {
    long previous = Long.MIN_VALUE;
    for (int row = 0, at = 0; row < count; row++, at += stride) {
      long pair =
          ((long) values[at + columns[0]] << Integer.SIZE)
              | Integer.toUnsignedLong(values[at + columns[1]] ^ Integer.MIN_VALUE);
      if (pair <= previous && row > 0) {
        return false;
      }
      previous = pair;
    }
    return true;
  }
}
