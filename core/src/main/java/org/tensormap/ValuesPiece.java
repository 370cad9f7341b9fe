package org.tensormap;

import ai.djl.ndarray.NDArray;

/** An array, and where its rows (first axis) and columns (last axis) go in a larger one. */
public final class ValuesPiece {
  final NDArray values;

  /** For each row, the row that it becomes. */
  final int[] rows;

  /** For each column, the column that it becomes. */
  final int[] columns;

  /**
   * Creates a piece.
   *
   * @param values an array with at least two axes
   * @param rows for each position along its first axis, the position that it gets
   * @param columns for each position along its last axis, the position that it gets
   */
  public ValuesPiece(NDArray values, int[] rows, int[] columns) {
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
