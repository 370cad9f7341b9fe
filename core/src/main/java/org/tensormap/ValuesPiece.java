package org.tensormap;

import ai.djl.ndarray.NDArray;

/** An array, and where its rows (first axis) and columns (last axis) go in a larger one. */
final class ValuesPiece {
  final NDArray values;

  /** For each row, the row that it becomes. */
  final int[] rows;

  /** For each column, the column that it becomes. */
  final int[] columns;

  ValuesPiece(NDArray values, int[] rows, int[] columns) {
    this.values = values;
    this.rows = rows;
    this.columns = columns;
  }

  /** The number of consecutive targets that start at a position. */
  static int run(int[] targets, int start) {
    int length = 1;
    while (start + length < targets.length && targets[start + length] == targets[start] + length) {
      length++;
    }
    return length;
  }
}
