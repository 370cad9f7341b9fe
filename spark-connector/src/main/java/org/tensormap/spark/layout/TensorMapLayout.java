package org.tensormap.spark.layout;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.log.Shard;

/**
 * One row for each shard, or for each group of its samples: {@code tensormap}, all of it as an
 * Arrow IPC stream, and {@code bounds}, the least and greatest value of each sample dimension, null
 * in a shard without samples.
 *
 * @param grouping the groups; null for whole shards
 */
public record TensorMapLayout(SampleGrouping grouping) implements Layout {
  /** The name of the layout, and of its column with the whole tensor map. */
  public static final String NAME = "tensormap";

  /** The name of the column with the least and greatest value of each sample dimension. */
  public static final String BOUNDS = "bounds";

  /** The field of a sample dimension of {@value #BOUNDS} with the least value. */
  public static final String MIN = "min";

  /** The field of a sample dimension of {@value #BOUNDS} with the greatest value. */
  public static final String MAX = "max";

  private static final StructType RANGE =
      new StructType()
          .add(MIN, DataTypes.IntegerType, false)
          .add(MAX, DataTypes.IntegerType, false);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<LayoutColumn> columns(Optional<TensorMapSchema> schema) {
    LayoutColumn map = LayoutColumn.of(Role.TENSORMAP, NAME, DataTypes.BinaryType, false);
    StructType bounds = new StructType();
    for (String name : schema.map(TensorMapSchema::samples).orElse(List.of())) {
      bounds = bounds.add(name, RANGE, false);
    }
    return List.of(map, LayoutColumn.of(Role.BOUNDS, BOUNDS, bounds, true));
  }

  @Override
  public OptionalLong rowCount(Shard shard) {
    return grouping == null ? OptionalLong.of(1) : OptionalLong.empty();
  }

  @Override
  public boolean hasVectors() {
    return false;
  }

  @Override
  public Layout grouped(SampleGrouping groups) {
    return new TensorMapLayout(groups);
  }

  @Override
  public String description() {
    return grouping == null ? title() : title() + " in " + grouping;
  }

  /** Groups can be read by several tasks, each of which reads all labels. */
  @Override
  public boolean isSplittable() {
    return grouping != null;
  }

  @Override
  public boolean prefersVectors(List<LayoutColumn> columns) {
    return false;
  }

  @Override
  public ShardCursor<InternalRow> rows(OpenShard shard, Selection selection) throws IOException {
    return grouping == null
        ? new WholeShardRow(shard, selection)
        : new GroupRows(shard, selection, grouping);
  }

  @Override
  public ShardCursor<ColumnarBatch> batches(OpenShard shard, Selection selection) {
    throw new UnsupportedOperationException("whole tensor maps are read as rows only");
  }
}
