package org.tensormap.spark.read;

import java.io.IOException;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.tensormap.io.MtsFormatException;

/** Reads the files of one partition as batches. */
final class ShardBatchReader implements PartitionReader<ColumnarBatch> {
  private final ShardOpener shards;
  private ShardBatches batches;

  ShardBatchReader(ShardOpener shards) {
    this.shards = shards;
  }

  @Override
  public boolean next() throws IOException {
    try {
      while (batches == null || !batches.next()) {
        closeShard();
        OpenShard shard = shards.next();
        if (shard == null) {
          return false;
        }
        batches = shards.layout().batches(shard, shards.columns());
      }
      return true;
    } catch (MtsFormatException e) {
      throw ReadErrors.corruptFile(e);
    }
  }

  @Override
  public ColumnarBatch get() {
    return batches.get();
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
    if (batches != null) {
      batches.close();
      batches = null;
    }
  }
}
