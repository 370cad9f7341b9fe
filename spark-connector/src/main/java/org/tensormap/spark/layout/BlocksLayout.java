package org.tensormap.spark.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.tensormap.spark.LabelsType;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.column.ColumnNames;
import org.tensormap.spark.column.ElementType;
import org.tensormap.spark.column.GradientPath;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.log.Shard;

/**
 * One row for each block and each of its gradients: the key, the path of the gradient (null for the
 * block itself), the shape, the labels of all axes, and {@code values}, an array of all values in
 * row-major order. Values are read only if they are asked for.
 */
public record BlocksLayout() implements Layout {
  /** The name of the layout. */
  public static final String NAME = "blocks";

  /** The name of the column with the path of a gradient; null for the block itself. */
  public static final String PATH = "gradient";

  /** The name of the column with the shape of the values. */
  public static final String SHAPE = "shape";

  /** The name of the column with the labels of the first axis. */
  public static final String SAMPLES = "samples";

  /** The name of the column with the labels of the axes in the middle. */
  public static final String COMPONENTS = "components";

  /** The name of the column with the labels of the last axis. */
  public static final String PROPERTIES = "properties";

  /** The name of the column with all values, in row-major order. */
  public static final String VALUES = "values";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<LayoutColumn> columns(Optional<TensorMapSchema> schema) {
    List<LayoutColumn> columns = new ArrayList<>();
    ColumnNames names =
        new ColumnNames(
            List.of(PATH, SHAPE, SAMPLES, COMPONENTS, PROPERTIES, VALUES, LayoutColumn.FILE_NAME));
    columns.addAll(names.dimensions(Role.KEY, schema.map(TensorMapSchema::keys).orElse(List.of())));
    ArrayType shape = new ArrayType(DataTypes.LongType, false);
    ArrayType values = new ArrayType(ElementType.of(schema).sqlType(), false);
    columns.add(LayoutColumn.of(Role.PATH, PATH, DataTypes.StringType, true));
    columns.add(LayoutColumn.of(Role.SHAPE, SHAPE, shape, false));
    columns.add(LayoutColumn.of(Role.SAMPLES, SAMPLES, LabelsType.TYPE, false));
    columns.add(
        LayoutColumn.of(Role.COMPONENTS, COMPONENTS, new ArrayType(LabelsType.TYPE, false), false));
    columns.add(LayoutColumn.of(Role.PROPERTIES, PROPERTIES, LabelsType.TYPE, false));
    columns.add(LayoutColumn.values(Role.VALUES, VALUES, values, schema, GradientPath.BLOCK));
    return columns;
  }

  /** The log does not count blocks. */
  @Override
  public OptionalLong rowCount(Shard shard) {
    return OptionalLong.empty();
  }

  @Override
  public boolean hasVectors() {
    return false;
  }

  @Override
  public boolean isSplittable() {
    return true;
  }

  @Override
  public boolean prefersVectors(List<LayoutColumn> columns) {
    return false;
  }

  @Override
  public ShardCursor<InternalRow> rows(OpenShard shard, Selection selection) throws IOException {
    return new BlockRows(shard, selection);
  }

  @Override
  public ShardCursor<ColumnarBatch> batches(OpenShard shard, Selection selection) {
    throw new UnsupportedOperationException("whole blocks are read as rows only");
  }
}
