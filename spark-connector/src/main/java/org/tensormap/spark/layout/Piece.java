package org.tensormap.spark.layout;

import java.nio.ByteBuffer;

/**
 * Some rows of a block, with their values in memory.
 *
 * @param index the position of the block
 * @param block the rows of the block that are wanted
 * @param first the position of the first row of this piece among them
 * @param count how many rows
 * @param values the values of these rows, in native byte order from index 0; null if nobody asked
 *     for them
 * @param elements which values of each row these are; null if they are all
 */
record Piece(
    int index, BlockView block, int first, int count, ByteBuffer values, WantedElements elements) {}
