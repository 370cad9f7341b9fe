package org.tensormap.spark.read;

import ai.djl.ndarray.NDArray;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tensormap.HostNDManager;
import org.tensormap.io.MtsBlock;

/**
 * Reads the rows of a shard piece by piece. A piece is a whole block, whose checksum is verified,
 * unless the block is too large for one buffer, or only some of its rows are wanted.
 */
final class PieceReader implements Closeable {
  private static final long PIECE_BYTES = 64L << 20;

  private final HostNDManager manager = HostNDManager.newManager();
  private final List<BlockView> blocks = new ArrayList<>();
  private final boolean withValues;
  private final Iterator<RowRange> ranges;
  private RowRange rest;
  private NDArray array;

  /**
   * Creates a reader.
   *
   * @param shard the shard, of which one slice is read
   * @param gradient the parameters of the gradient to show; none to show the blocks
   * @param withValues whether values are wanted
   */
  PieceReader(OpenShard shard, List<String> gradient, boolean withValues) throws IOException {
    this.withValues = withValues;
    for (MtsBlock block : shard.file().blocks()) {
      blocks.add(new BlockView(block, gradient));
    }
    this.ranges = ranges(shard.slice()).iterator();
  }

  /** The next piece, which makes the values of the one before it invalid; null at the end. */
  Piece next() throws IOException {
    if (array != null) {
      array.close();
      array = null;
    }
    if (rest == null) {
      if (!ranges.hasNext()) {
        return null;
      }
      rest = ranges.next();
    }
    return withValues ? readValues() : take(rest.end() - rest.first(), false);
  }

  @Override
  public void close() {
    manager.close();
  }

  private Piece readValues() throws IOException {
    BlockView block = blocks.get(rest.block());
    MtsBlock shown = block.shown();
    int wanted = rest.end() - rest.first();
    long rowBytes = Math.max(1, (long) block.rowLength() * shown.dtype().getNumOfBytes());
    boolean isWhole = wanted == block.rowCount();
    if (isWhole && rowBytes * wanted <= Integer.MAX_VALUE) {
      array = shown.values(manager);
      return take(wanted, true);
    }
    int count = (int) Math.min(Math.max(1, PIECE_BYTES / rowBytes), wanted);
    array = shown.values(manager, rest.first(), count);
    return take(count, true);
  }

  private Piece take(int count, boolean values) {
    Piece piece =
        new Piece(
            rest.block(),
            blocks.get(rest.block()),
            rest.first(),
            count,
            values ? array.toByteBuffer(true) : null);
    int next = rest.first() + count;
    rest = next == rest.end() ? null : new RowRange(rest.block(), next, rest.end());
    return piece;
  }

  /** The rows of a slice: those that begin in it if all rows lie behind each other in memory. */
  private List<RowRange> ranges(Slice slice) throws IOException {
    long total = 0;
    for (BlockView block : blocks) {
      total += rowSize(block) * block.rowCount();
    }
    long start = slice.start(total);
    long end = slice.end(total);
    List<RowRange> ranges = new ArrayList<>();
    long blockStart = 0;
    for (int index = 0; index < blocks.size(); index++) {
      BlockView block = blocks.get(index);
      long rowSize = rowSize(block);
      int first = rowAt(start - blockStart, rowSize, block.rowCount());
      int behind = rowAt(end - blockStart, rowSize, block.rowCount());
      if (first < behind) {
        ranges.add(new RowRange(index, first, behind));
      }
      blockStart += rowSize * block.rowCount();
    }
    return ranges;
  }

  /** The first row of a block that does not begin before an offset. */
  private static int rowAt(long offset, long rowSize, int rowCount) {
    long row = offset <= 0 ? 0 : (offset + rowSize - 1) / rowSize;
    return (int) Math.min(row, rowCount);
  }

  /** What a row counts: its values, and one for its labels. */
  private static long rowSize(BlockView block) throws IOException {
    return block.rowLength() + 1L;
  }
}
