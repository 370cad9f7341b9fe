package org.tensormap.spark.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.column.ColumnLabelsMetadata;
import org.tensormap.spark.column.ColumnNames;
import org.tensormap.spark.column.ElementType;
import org.tensormap.spark.column.GradientPath;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.log.Shard;

/**
 * One row for each sample of each block: the key, the sample, and {@code values}, an array of all
 * components and properties in row-major order.
 *
 * @param gradient which gradient to show instead of the blocks
 */
public record SamplesLayout(GradientPath gradient) implements Layout {
  /** The name of the layout. */
  public static final String NAME = "samples";

  /** The name of the column with the values of a sample. */
  public static final String VALUES = "values";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<LayoutColumn> columns(Optional<TensorMapSchema> schema) {
    List<LayoutColumn> columns = new ArrayList<>();
    ColumnNames names = new ColumnNames(List.of(VALUES, LayoutColumn.FILE_NAME));
    schema.ifPresent(present -> columns.addAll(names.rows(present, gradient)));
    ArrayType values = new ArrayType(ElementType.of(schema).sqlType(), false);
    columns.add(LayoutColumn.values(Role.VALUES, VALUES, values, schema, gradient));
    return columns;
  }

  /** The other layouts show component and property labels in their rows. */
  @Override
  public StructType structType(Input input) {
    StructType columns = structType(input.schema());
    return gradient.isBlock() ? ColumnLabelsMetadata.addTo(columns, VALUES, input) : columns;
  }

  @Override
  public OptionalLong rowCount(Shard shard) {
    return gradient.isBlock() ? OptionalLong.of(shard.rows()) : OptionalLong.empty();
  }

  @Override
  public boolean hasVectors() {
    return true;
  }

  @Override
  public boolean isSplittable() {
    return true;
  }

  /** Arrays that are wanted whole are best copied row by row; vectors are better for all else. */
  @Override
  public boolean prefersVectors(List<LayoutColumn> columns) {
    return columns.stream().noneMatch(column -> column.role() == Role.VALUES);
  }

  @Override
  public ShardCursor<InternalRow> rows(OpenShard shard, Selection selection) throws IOException {
    return new SampleRows(shard, gradient.parameters(), selection);
  }

  @Override
  public ShardCursor<ColumnarBatch> batches(OpenShard shard, Selection selection)
      throws IOException {
    return new PieceBatches(shard, gradient.parameters(), selection, false);
  }
}
