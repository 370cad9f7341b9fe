package org.tensormap.spark.maintenance;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.spark.log.Bounds;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Snapshot;

/** The shards of a version of a dataset as rows. */
public final class ShardRows {
  /** The columns: what the log knows of each file. */
  public static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("bytes", DataTypes.LongType, false)
          .add("checksum", DataTypes.LongType, false)
          .add("rows", DataTypes.LongType, false)
          .add("values", DataTypes.LongType, false)
          .add("blocks", DataTypes.IntegerType, false)
          .add(
              "bounds",
              DataTypes.createMapType(
                  DataTypes.StringType,
                  new StructType()
                      .add("min", DataTypes.IntegerType, false)
                      .add("max", DataTypes.IntegerType, false),
                  false),
              false);

  private ShardRows() {}

  /**
   * Returns the shards of a version.
   *
   * @param snapshot the version
   * @return a row for each shard
   */
  public static LocalRows of(Snapshot snapshot) {
    List<InternalRow> rows = snapshot.shards().stream().map(ShardRows::row).toList();
    return new LocalRows(SCHEMA, rows);
  }

  private static InternalRow row(Shard shard) {
    return new GenericInternalRow(
        new Object[] {
          UTF8String.fromString(shard.path()),
          shard.size(),
          shard.checksum(),
          shard.rows(),
          shard.values(),
          shard.blocks().keys().size(),
          bounds(shard.bounds())
        });
  }

  private static ArrayBasedMapData bounds(Map<String, Bounds> bounds) {
    Object[] dimensions = bounds.keySet().stream().map(UTF8String::fromString).toArray();
    Object[] values =
        bounds.values().stream()
            .map(of -> new GenericInternalRow(new Object[] {of.min(), of.max()}))
            .toArray();
    return new ArrayBasedMapData(new GenericArrayData(dimensions), new GenericArrayData(values));
  }
}
