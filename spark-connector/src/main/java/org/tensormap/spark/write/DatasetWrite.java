package org.tensormap.spark.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.log.Commit;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Shard;

/**
 * One job that writes shards and makes them part of a dataset.
 *
 * <p>Every attempt of a task writes files of its own, so Spark need not choose between attempts
 * before they have finished: the files of those whose message does not arrive are never named.
 */
final class DatasetWrite implements BatchWrite {
  private final WriteTarget target;
  private final int column;
  private final SerializableConfiguration configuration;

  /** Whether the files may already belong to the dataset, so that they must stay. */
  private boolean mayBeCommitted;

  DatasetWrite(WriteTarget target, int column, SerializableConfiguration configuration) {
    this.target = target;
    this.column = column;
    this.configuration = configuration;
  }

  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    try {
      new DatasetLog(target.storage()).begin();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the dataset " + target.storage().root() + " can not be written: " + e.getMessage(), e);
    }
    return new ShardWriterFactory(target.storage().root().toString(), column, configuration);
  }

  @Override
  public boolean useCommitCoordinator() {
    return false;
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    List<Shard> shards = new ArrayList<>();
    Optional<SchemaOfShard> schema = Optional.empty();
    for (WriterCommitMessage message : messages) {
      WrittenShards written = (WrittenShards) message;
      shards.addAll(written.shards());
      schema = SchemaOfShard.merge(schema, written.schemaOfShard());
    }
    Commit commit =
        new Commit(target.operation(), target.base(), schema.map(SchemaOfShard::schema), shards);
    try {
      new DatasetLog(target.storage()).commit(commit);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the dataset " + target.storage().root() + " can not be committed to: " + e.getMessage(),
          e);
    } catch (TensorMapException e) {
      mayBeCommitted = e.getCondition().equals(DatasetLog.FATE_UNKNOWN);
      throw e;
    }
  }

  @Override
  public void abort(WriterCommitMessage[] messages) {
    if (mayBeCommitted) {
      return;
    }
    List<Shard> shards = new ArrayList<>();
    for (WriterCommitMessage message : messages) {
      if (message instanceof WrittenShards written) {
        shards.addAll(written.shards());
      }
    }
    ShardFiles.delete(target.storage(), shards.stream().map(Shard::path).toList());
  }
}
