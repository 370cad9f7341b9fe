package org.tensormap.spark.layout;

import ai.djl.ndarray.NDArray;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensormap.HostNDManager;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsPart;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.input.Slice;

/**
 * Reads the wanted rows of a shard piece by piece. A piece is a whole block, whose checksum is
 * verified, unless the block is too large for one buffer, or only a part of it is wanted.
 */
final class PieceReader implements Closeable {
  private static final long PIECE_BYTES = 64L << 20;

  /** What it takes to say where a value is that is read alone. */
  private static final int RANGE_BYTES = 16;

  private final HostNDManager manager = HostNDManager.newManager();
  private final OpenShard shard;
  private final Condition filter;
  private final boolean withValues;
  private final boolean rowPerValue;

  /** Which values of each row to read; null for all. */
  private final WantedElements elements;

  private final List<BlockView> blocks = new ArrayList<>();
  private final SliceRows slice;

  /** How many rows of the table are still wanted. */
  private long limit;

  private int index = -1;
  private BlockView block;
  private int next;
  private int end;

  /** Where the elements to read are in the rows of the block. */
  private int[] places;

  private NDArray array;

  /**
   * Creates a reader.
   *
   * @param shard the shard, of which one slice is read
   * @param gradient the parameters of the gradient to show; none to show the blocks
   * @param selection what is wanted
   * @param rowPerValue whether each value is a row of the table, or each row of the blocks
   */
  PieceReader(OpenShard shard, List<String> gradient, Selection selection, boolean rowPerValue)
      throws IOException {
    this.shard = shard;
    this.filter = selection.filter();
    this.limit = selection.limit();
    this.withValues = selection.has(Role.VALUE) || selection.has(Role.VALUES);
    this.rowPerValue = rowPerValue;
    this.elements = selection.elements();
    for (MtsBlock each : shard.file().blocks()) {
      blocks.add(new BlockView(shard.path(), each, gradient));
    }
    boolean saysWhatItReads = shard.file().usesExpectations();
    if (saysWhatItReads && !shard.slice().equals(Slice.WHOLE)) {
      Map<MtsBlock, Set<MtsPart>> shapes = new LinkedHashMap<>();
      blocks.forEach(view -> view.addExpected(EnumSet.of(MtsPart.SHAPE), shapes));
      shard.file().expect(shapes);
    }
    this.slice = new SliceRows(shard.slice(), blocks);
    if (saysWhatItReads && limit == Selection.NO_LIMIT) {
      expect(selection);
    }
  }

  /** The next piece, which makes the values of the one before it invalid; null at the end. */
  Piece next() throws IOException {
    if (array != null) {
      array.close();
      array = null;
    }
    if (limit <= 0) {
      return null;
    }
    while (next == end) {
      if (++index == blocks.size()) {
        index--;
        return null;
      }
      open();
    }
    int count = count();
    if (withValues) {
      array = values(count);
    }
    Piece piece =
        new Piece(
            index, block, next, count, withValues ? array.toByteBuffer(true) : null, elements);
    next += count;
    limit -= count * tableRows();
    return piece;
  }

  @Override
  public void close() {
    manager.close();
  }

  /** Says what is going to be read of the blocks that may have wanted rows, if all are wanted. */
  private void expect(Selection selection) throws IOException {
    Map<MtsBlock, Set<MtsPart>> parts = new LinkedHashMap<>();
    for (int i = 0; i < blocks.size(); i++) {
      Condition left = shard.given(i, filter);
      if (slice.touches(i) && !left.isNever()) {
        Set<MtsPart> wanted = parts(selection, left.axes());
        if (withValues && left.isAlways() && slice.hasAll(i)) {
          wanted.add(MtsPart.VALUES);
        }
        blocks.get(i).addExpected(wanted, parts);
      }
    }
    shard.file().expect(parts);
  }

  /** What is going to be read of a block besides its values. */
  private static Set<MtsPart> parts(Selection selection, Set<Integer> filteredAxes) {
    Set<MtsPart> parts = EnumSet.of(MtsPart.SHAPE);
    if (selection.has(Role.SAMPLE) || selection.has(Role.GRADIENT) || filteredAxes.contains(0)) {
      parts.add(MtsPart.SAMPLES);
    }
    if (selection.has(Role.COMPONENT)
        || selection.has(Role.PROPERTY)
        || filteredAxes.stream().anyMatch(axis -> axis != 0)) {
      parts.addAll(EnumSet.of(MtsPart.COMPONENTS, MtsPart.PROPERTIES));
    }
    return parts;
  }

  /** Finds out which rows of the block are wanted. */
  private void open() throws IOException {
    next = 0;
    end = 0;
    if (!slice.touches(index)) {
      return;
    }
    Condition left = shard.given(index, filter);
    if (left.isNever()) {
      shard.counters().blocksSkipped().increment();
      return;
    }
    BlockView whole = blocks.get(index);
    int first = slice.first(index);
    int behind = slice.end(index);
    if (left.isAlways()) {
      block = whole;
      next = first;
      end = behind;
    } else {
      block = whole.narrowed(left, first, behind);
      end = block.rowLength() == 0 && rowPerValue ? 0 : block.rowCount();
      if (end == 0 && first < behind) {
        shard.counters().blocksSkipped().increment();
      }
    }
    places = elements == null ? null : elements.in(block.rowLength());
  }

  private NDArray values(int count) throws IOException {
    if (elements != null) {
      return block.values(manager, next, count, places);
    }
    return block.isWhole() && count == block.rowCount()
        ? block.values(manager)
        : block.values(manager, next, count);
  }

  /** How many rows to read now. */
  private int count() throws IOException {
    long wanted = (long) end - next;
    if (limit < wanted * tableRows()) {
      wanted = (limit + tableRows() - 1) / tableRows();
    }
    if (elements != null) {
      // The positions of all values in a piece, also of those that are not read, are an int.
      long most = Integer.MAX_VALUE / Math.max(1, block.rowLength());
      long rowBytes = Math.max(1, (long) RANGE_BYTES * places.length);
      return (int) Math.min(wanted, Math.max(1, Math.min(most, PIECE_BYTES / rowBytes)));
    }
    long rowBytes = Math.max(1, (long) block.rowLength() * block.dtype().getNumOfBytes());
    boolean isWhole = block.isWhole() && wanted == block.rowCount();
    if (withValues && (!isWhole || rowBytes * wanted > Integer.MAX_VALUE)) {
      wanted = Math.min(Math.max(1, PIECE_BYTES / rowBytes), wanted);
    }
    return (int) wanted;
  }

  /** The number of rows of the table for each row of the block. */
  private long tableRows() throws IOException {
    return rowPerValue ? block.rowLength() : 1;
  }
}
