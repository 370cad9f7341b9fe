package org.tensormap.spark.maintenance;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.spark.log.Change;
import org.tensormap.spark.log.DatasetLog;

/** The versions of a dataset as rows. */
public final class HistoryRows {
  /** The columns: what each version is, what it changed, and the size of the dataset after it. */
  public static final StructType SCHEMA =
      new StructType()
          .add("version", DataTypes.LongType, false)
          .add("timestamp", DataTypes.TimestampType, false)
          .add("operation", DataTypes.StringType, false)
          .add("shards_added", DataTypes.LongType, false)
          .add("shards_removed", DataTypes.LongType, false)
          .add("shards", DataTypes.LongType, false)
          .add("rows", DataTypes.LongType, false)
          .add("values", DataTypes.LongType, false)
          .add("bytes", DataTypes.LongType, false);

  private HistoryRows() {}

  /**
   * Reads the history of a dataset.
   *
   * @param log the log of the dataset
   * @return a row for each version that is there, the latest one first
   * @throws IOException if the log can not be read
   * @throws org.tensormap.spark.TensorMapException if there is no such dataset
   */
  public static LocalRows of(DatasetLog log) throws IOException {
    List<InternalRow> rows = log.history().stream().map(HistoryRows::row).toList();
    return new LocalRows(SCHEMA, rows);
  }

  private static InternalRow row(Change change) {
    return new GenericInternalRow(
        new Object[] {
          change.version(),
          TimeUnit.MILLISECONDS.toMicros(change.timestamp()),
          UTF8String.fromString(change.operation().toString()),
          (long) change.added().size(),
          change.removed(),
          change.totals().shards(),
          change.totals().rows(),
          change.totals().values(),
          change.totals().bytes()
        });
  }
}
