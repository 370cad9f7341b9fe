package org.tensormap.spark.read;

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.tensormap.io.MtsFormatException;

/** Reads the files of one partition as rows. */
final class ShardRowReader implements PartitionReader<InternalRow> {
  private final ShardOpener shards;
  private ShardRows rows;

  ShardRowReader(ShardOpener shards) {
    this.shards = shards;
  }

  @Override
  public boolean next() throws IOException {
    try {
      while (rows == null || !rows.next()) {
        closeShard();
        OpenShard shard = shards.next();
        if (shard == null) {
          return false;
        }
        rows = shards.layout().rows(shard, shards.columns());
      }
      return true;
    } catch (MtsFormatException e) {
      throw ReadErrors.corruptFile(e);
    }
  }

  @Override
  public InternalRow get() {
    return rows.get();
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return shards.metrics();
  }

  @Override
  public void close() throws IOException {
    closeShard();
    shards.close();
  }

  private void closeShard() throws IOException {
    if (rows != null) {
      rows.close();
      rows = null;
    }
  }
}
