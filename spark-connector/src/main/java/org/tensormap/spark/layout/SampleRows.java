package org.tensormap.spark.layout;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.spark.column.ElementType;
import org.tensormap.spark.column.LayoutColumn;

/**
 * The rows of a shard in the {@link SamplesLayout}, with their values as arrays that Spark can take
 * over in one copy.
 */
final class SampleRows implements ShardCursor<InternalRow> {
  private final OpenShard shard;
  private final List<LayoutColumn> columns;
  private final SpecificInternalRow row;
  private final PieceReader pieces;
  private Piece piece;
  private int next;

  /** For each field, the labels of the rows of the block; null if it is not a label of a row. */
  private final int[][] labels;

  private int valuesField = -1;
  private ValuesArray values;

  SampleRows(OpenShard shard, List<String> gradient, Selection selection) throws IOException {
    this.shard = shard;
    this.columns = selection.columns();
    this.row = new SpecificInternalRow(LayoutColumn.structType(columns));
    this.labels = new int[columns.size()][];
    for (int field = 0; field < columns.size(); field++) {
      switch (columns.get(field).role()) {
        case VALUES -> valuesField = field;
        case FILE -> row.update(field, UTF8String.fromString(shard.path()));
        default -> {}
      }
    }
    this.pieces = new PieceReader(shard, gradient, selection, false);
  }

  @Override
  public boolean next() throws IOException {
    while (piece == null || next == piece.count()) {
      piece = pieces.next();
      if (piece == null) {
        return false;
      }
      open();
    }
    for (int field = 0; field < labels.length; field++) {
      if (labels[field] != null) {
        row.setInt(field, labels[field][piece.first() + next]);
      }
    }
    if (valuesField >= 0) {
      row.update(valuesField, values.fill(piece.values(), next));
    }
    next++;
    return true;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() {
    pieces.close();
  }

  private void open() throws IOException {
    next = 0;
    BlockView block = piece.block();
    for (int field = 0; field < labels.length; field++) {
      LayoutColumn column = columns.get(field);
      switch (column.role()) {
        case KEY -> row.setInt(field, shard.file().keys().get(piece.index(), column.dimension()));
        case SAMPLE, GRADIENT -> labels[field] = block.rowColumn(column.dimension());
        default -> {}
      }
    }
    if (valuesField >= 0) {
      values = new ValuesArray(ElementType.shown(block.dtype()), block.rowLength());
    }
  }
}
