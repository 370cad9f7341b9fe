package org.tensormap.spark.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.log.Storage;

/**
 * Makes the writers of tasks, on executors.
 *
 * @param root where the dataset is
 * @param layout what the rows are
 * @param condition what the labels of all rows have to be
 * @param maxShardBytes how many bytes of values a shard should have at most
 * @param configuration the settings of the file systems, hundreds of them: sent once, not with
 *     every task
 */
record ShardWriterFactory(
    String root,
    WriteLayout layout,
    RowCondition condition,
    long maxShardBytes,
    Broadcast<SerializableConfiguration> configuration)
    implements DataWriterFactory {
  @Override
  public DataWriter<InternalRow> createWriter(int partition, long task) {
    try {
      Storage storage = Storage.of(new Path(root), configuration.value().value());
      ShardCollector shards = new ShardCollector(new ShardFiles(storage, partition), condition);
      return layout.newWriter(shards, maxShardBytes);
    } catch (IOException e) {
      throw new UncheckedIOException("the file system of " + root + " can not be reached", e);
    }
  }
}
