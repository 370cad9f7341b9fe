package org.tensormap.spark.layout;

import java.io.IOException;
import java.util.List;
import org.tensormap.spark.input.Slice;

/**
 * Which rows of each block belong to a slice of a shard: those that begin in it if all rows lie
 * behind each other in memory.
 */
final class SliceRows {
  private final List<BlockView> blocks;
  private final boolean isWhole;
  private final long start;
  private final long end;

  /** Where each block starts; null if the slice is the whole shard. */
  private final long[] blockStarts;

  /**
   * Creates a view of a slice.
   *
   * @param slice the slice; if it is not the whole shard, the shapes of all blocks are read
   * @param blocks the blocks
   */
  SliceRows(Slice slice, List<BlockView> blocks) throws IOException {
    this.blocks = blocks;
    this.isWhole = slice.equals(Slice.WHOLE);
    this.blockStarts = isWhole ? null : new long[blocks.size()];
    long total = 0;
    for (int i = 0; i < blocks.size() && !isWhole; i++) {
      blockStarts[i] = total;
      total += rowSize(blocks.get(i)) * blocks.get(i).rowCount();
    }
    this.start = slice.start(total);
    this.end = slice.end(total);
  }

  /** Whether the slice has rows of a block; true for a whole shard, without looking. */
  boolean touches(int block) throws IOException {
    return isWhole || first(block) < end(block);
  }

  /** Whether all rows of a block belong to the slice; true for a whole shard, without looking. */
  boolean hasAll(int block) throws IOException {
    return isWhole || (first(block) == 0 && end(block) == blocks.get(block).rowCount());
  }

  int first(int block) throws IOException {
    return isWhole ? 0 : rowAt(start - blockStarts[block], blocks.get(block));
  }

  int end(int block) throws IOException {
    return isWhole
        ? blocks.get(block).rowCount()
        : rowAt(end - blockStarts[block], blocks.get(block));
  }

  /** The first row of a block that does not begin before an offset. */
  private static int rowAt(long offset, BlockView block) throws IOException {
    long rowSize = rowSize(block);
    long row = offset <= 0 ? 0 : (offset + rowSize - 1) / rowSize;
    return (int) Math.min(row, block.rowCount());
  }

  /** What a row counts: its values, and one for its labels. */
  private static long rowSize(BlockView block) throws IOException {
    return block.rowLength() + 1L;
  }
}
