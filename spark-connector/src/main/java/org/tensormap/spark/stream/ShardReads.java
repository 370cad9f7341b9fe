package org.tensormap.spark.stream;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.tensormap.spark.log.Shard;

/** How the shards of a batch are read; the stream only says which. */
public interface ShardReads {
  /**
   * Divides shards among tasks.
   *
   * @param shards the shards of a batch
   * @return what each task reads
   */
  InputPartition[] partitions(List<Shard> shards);

  /**
   * Returns what makes the readers of partitions.
   *
   * @return the factory of readers
   */
  PartitionReaderFactory readers();
}
