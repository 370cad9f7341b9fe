package org.tensormap.spark.layout;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.spark.column.ElementType;
import org.tensormap.spark.column.LayoutColumn;

/**
 * The rows of a shard as vectors: labels are written out, values stay where they are.
 *
 * <p>A row is either a row of a block with an array of values, or one of its values.
 */
final class PieceBatches implements ShardCursor<ColumnarBatch> {
  private static final int BATCH_ROWS = 4096;

  private final OpenShard shard;
  private final List<LayoutColumn> columns;
  private final boolean rowPerValue;
  private final PieceReader pieces;
  private final ColumnVector[] vectors;
  private final AxisColumn[] labels;
  private ColumnarBatch batch;
  private Piece piece;

  /** The number of rows of the table for each row of the block. */
  private int unit;

  private int rowLength;

  /** Where each value of a row is among those that have been read; null if all have been. */
  private int[] places;

  /** How many values of each row have been read. */
  private int readCount;

  private long next;

  /**
   * Creates the batches of a shard.
   *
   * @param shard the shard
   * @param gradient the parameters of the gradient to show; none to show the blocks
   * @param selection what is wanted
   * @param rowPerValue whether each value is a row, or each row of the blocks
   */
  PieceBatches(OpenShard shard, List<String> gradient, Selection selection, boolean rowPerValue)
      throws IOException {
    this.shard = shard;
    this.columns = selection.columns();
    this.rowPerValue = rowPerValue;
    this.vectors = new ColumnVector[columns.size()];
    this.labels = new AxisColumn[columns.size()];
    for (int field = 0; field < vectors.length; field++) {
      switch (columns.get(field).role()) {
        case FILE -> vectors[field] = constant(UTF8String.fromString(shard.path()));
        case KEY, VALUE, VALUES -> {}
        default -> vectors[field] = new OnHeapColumnVector(BATCH_ROWS, DataTypes.IntegerType);
      }
    }
    this.pieces = new PieceReader(shard, gradient, selection, rowPerValue);
  }

  @Override
  public boolean next() throws IOException {
    while (piece == null || next == (long) piece.count() * unit) {
      piece = pieces.next();
      if (piece == null) {
        return false;
      }
      open();
    }
    int count = (int) Math.min(BATCH_ROWS, (long) piece.count() * unit - next);
    for (int field = 0; field < vectors.length; field++) {
      fill(field, count);
    }
    batch = new ColumnarBatch(vectors, count);
    next += count;
    return true;
  }

  @Override
  public ColumnarBatch get() {
    return batch;
  }

  @Override
  public void close() {
    pieces.close();
    for (ColumnVector vector : vectors) {
      if (vector != null) {
        vector.close();
      }
    }
  }

  private void open() throws IOException {
    BlockView block = piece.block();
    rowLength = block.rowLength();
    if (piece.elements() != null) {
      places = piece.elements().places(rowLength);
      readCount = piece.elements().in(rowLength).length;
    }
    unit = rowPerValue ? rowLength : 1;
    next = 0;
    int last = block.axisCount() - 1;
    for (int field = 0; field < vectors.length; field++) {
      LayoutColumn column = columns.get(field);
      int dimension = column.dimension();
      switch (column.role()) {
        case KEY -> vectors[field] = constant(shard.file().keys().get(piece.index(), dimension));
        case SAMPLE, GRADIENT -> labels[field] = new AxisColumn(block.rowColumn(dimension), unit);
        case COMPONENT ->
            labels[field] =
                new AxisColumn(block.axisColumn(dimension + 1, 0), run(block, dimension + 1));
        case PROPERTY -> labels[field] = new AxisColumn(block.axisColumn(last, dimension), 1);
        default -> {}
      }
    }
  }

  private void fill(int field, int count) throws IOException {
    if (labels[field] != null) {
      labels[field].fill(
          (WritableColumnVector) vectors[field], (long) piece.first() * unit + next, count);
      return;
    }
    switch (columns.get(field).role()) {
      case VALUE -> vectors[field] = values((int) next);
      case VALUES -> vectors[field] = new RowsVector(rows((int) next), rowLength);
      default -> {}
    }
  }

  /** The values of rows, as far as they have been read. */
  private NonNullVector rows(int first) throws IOException {
    return places == null
        ? values(first * rowLength)
        : new ElementsVector(values(first * readCount), places, readCount);
  }

  private BufferVector values(int first) throws IOException {
    return new BufferVector(ElementType.shown(piece.block().dtype()), piece.values(), first);
  }

  /** How many values there are for each entry of an axis: what the axes behind it have. */
  private static int run(BlockView block, int axis) throws IOException {
    int run = 1;
    for (int behind = axis + 1; behind < block.axisCount(); behind++) {
      run = Math.multiplyExact(run, block.length(behind));
    }
    return run;
  }

  private static ConstantColumnVector constant(int value) {
    ConstantColumnVector vector = new ConstantColumnVector(BATCH_ROWS, DataTypes.IntegerType);
    vector.setNotNull();
    vector.setInt(value);
    return vector;
  }

  private static ConstantColumnVector constant(UTF8String value) {
    ConstantColumnVector vector = new ConstantColumnVector(BATCH_ROWS, DataTypes.StringType);
    vector.setNotNull();
    vector.setUtf8String(value);
    return vector;
  }
}
