package org.tensormap.spark.read;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.HasPartitionKey;

/**
 * Files, or parts of them, whose samples are all in one of the {@link SampleRanges}.
 *
 * @param shards the files
 * @param range the range
 */
record RangePartition(ShardPartition shards, int range) implements HasPartitionKey {
  @Override
  public InternalRow partitionKey() {
    return new GenericInternalRow(new Object[] {range});
  }
}
