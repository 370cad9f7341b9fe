package org.tensormap.spark.layout;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.log.SampleBounds;

/** Rows of a shard in the {@link TensorMapLayout}: what is wanted of the tensor map of each. */
abstract class TensorMapCursor implements ShardCursor<InternalRow> {
  private final OpenShard shard;
  private final List<LayoutColumn> columns;
  private final Condition filter;
  private InternalRow row;

  TensorMapCursor(OpenShard shard, Selection selection) {
    this.shard = shard;
    this.columns = selection.columns();
    this.filter = selection.filter();
  }

  /** The tensor map of the present row, encoded. */
  abstract byte[] tensorMap() throws IOException;

  /** The bounds of the samples of the present row. */
  abstract SampleBounds bounds() throws IOException;

  /** The names of the sample dimensions; none if the shard has no block. */
  abstract List<String> dimensions() throws IOException;

  final OpenShard shard() {
    return shard;
  }

  /** Whether the query wants the present row. */
  final boolean isWanted() throws IOException {
    return filter.isAlways() || BoundsValue.meet(filter, bounds(), dimensions());
  }

  /** Reads the present row. */
  final void read() throws IOException {
    Object[] fields = new Object[columns.size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = field(columns.get(i));
    }
    row = new GenericInternalRow(fields);
  }

  @Override
  public final InternalRow get() {
    return row;
  }

  @Override
  public final void close() {}

  private Object field(LayoutColumn column) throws IOException {
    return switch (column.role()) {
      case TENSORMAP -> tensorMap();
      case BOUNDS -> BoundsValue.of(bounds(), (StructType) column.field().dataType());
      case FILE -> UTF8String.fromString(shard.path());
      default -> throw new IllegalStateException("no such column here: " + column);
    };
  }
}
