package org.tensormap.spark.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.column.ColumnNames;
import org.tensormap.spark.column.ElementType;
import org.tensormap.spark.column.GradientPath;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.log.Shard;

/**
 * One row for each value: the key, the sample, the components, the property, and the {@code value}.
 *
 * @param gradient which gradient to show instead of the blocks
 */
public record ValuesLayout(GradientPath gradient) implements Layout {
  /** The name of the layout. */
  public static final String NAME = "values";

  /** The name of the column with one value. */
  public static final String VALUE = "value";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<LayoutColumn> columns(Optional<TensorMapSchema> schema) {
    List<LayoutColumn> columns = new ArrayList<>();
    ColumnNames names = new ColumnNames(List.of(VALUE, LayoutColumn.FILE_NAME));
    schema.ifPresent(
        present -> {
          columns.addAll(names.rows(present, gradient));
          columns.addAll(names.dimensions(Role.COMPONENT, gradient.components(present)));
          columns.addAll(names.dimensions(Role.PROPERTY, present.properties()));
        });
    columns.add(
        LayoutColumn.values(Role.VALUE, VALUE, ElementType.of(schema).sqlType(), schema, gradient));
    return columns;
  }

  @Override
  public OptionalLong rowCount(Shard shard) {
    return gradient.isBlock() ? OptionalLong.of(shard.values()) : OptionalLong.empty();
  }

  @Override
  public boolean hasVectors() {
    return true;
  }

  @Override
  public boolean isSplittable() {
    return true;
  }

  @Override
  public boolean prefersVectors(List<LayoutColumn> columns) {
    return true;
  }

  @Override
  public ShardCursor<InternalRow> rows(OpenShard shard, Selection selection) {
    throw new UnsupportedOperationException("single values are read as vectors only");
  }

  @Override
  public ShardCursor<ColumnarBatch> batches(OpenShard shard, Selection selection)
      throws IOException {
    return new PieceBatches(shard, gradient.parameters(), selection, true);
  }
}
