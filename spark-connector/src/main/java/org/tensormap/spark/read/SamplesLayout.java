package org.tensormap.spark.read;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.log.Totals;

/**
 * One row for each sample of each block: the key, the sample, and {@code values}, an array of all
 * components and properties in row-major order.
 */
public final class SamplesLayout implements Layout {
  static final String NAME = "samples";
  static final String VALUES = "values";

  /** Creates the layout, which has no state. */
  public SamplesLayout() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<LayoutColumn> columns(Optional<TensorMapSchema> schema) {
    List<LayoutColumn> columns = new ArrayList<>();
    ColumnNames names = new ColumnNames(List.of(VALUES, LayoutColumn.FILE_NAME));
    schema.ifPresent(
        present -> {
          columns.addAll(names.dimensions(Role.KEY, present.keys()));
          columns.addAll(names.dimensions(Role.SAMPLE, present.samples()));
        });
    ElementType type = elementType(schema.map(TensorMapSchema::dtype).orElse(DataType.FLOAT64));
    ArrayType values = new ArrayType(type.sqlType(), false);
    columns.add(LayoutColumn.of(Role.VALUES, VALUES, values, false));
    return columns;
  }

  @Override
  public long rowCount(Totals totals) {
    return totals.rows();
  }

  @Override
  public ShardRows rows(OpenShard shard, List<LayoutColumn> columns) throws IOException {
    return new SampleRows(shard, columns);
  }

  static ElementType elementType(DataType dtype) {
    return ElementType.of(dtype)
        .orElseThrow(() -> ReadErrors.unsupportedType(TensorMapSchema.name(dtype), NAME));
  }
}
