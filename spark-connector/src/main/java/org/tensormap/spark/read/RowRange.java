package org.tensormap.spark.read;

/**
 * Some rows of a block, one after the other.
 *
 * @param block the position of the block
 * @param first the first row
 * @param end the first row behind them
 */
record RowRange(int block, int first, int end) {}
