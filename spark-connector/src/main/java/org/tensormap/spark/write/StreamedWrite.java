package org.tensormap.spark.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.tensormap.spark.log.StreamEpoch;

/**
 * Writes the epochs of a stream, each exactly once: the log remembers the last epoch of every
 * query, so one that Spark repeats after a restart, because it does not know that the commit had
 * happened, changes nothing.
 *
 * <p>A stream that replaces everything with each epoch does so on top of what is there when the
 * epoch begins, not of what was there when the query started.
 */
final class StreamedWrite implements StreamingWrite {
  private final WriteTarget target;
  private final String query;
  private final Function<WriteTarget, DatasetWrite> writes;
  private DatasetWrite write;

  StreamedWrite(WriteTarget target, String query, Function<WriteTarget, DatasetWrite> writes) {
    this.target = target;
    this.query = query;
    this.writes = writes;
  }

  /** Makes the writers of an epoch, on executors. */
  private record WriterFactory(DataWriterFactory factory) implements StreamingDataWriterFactory {
    @Override
    public DataWriter<InternalRow> createWriter(int partition, long task, long epoch) {
      return factory.createWriter(partition, task);
    }
  }

  @Override
  public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
    try {
      write = writes.apply(target.now());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the log of the dataset " + target.storage().root() + " can not be read", e);
    }
    return new WriterFactory(write.createBatchWriterFactory(info));
  }

  @Override
  public boolean useCommitCoordinator() {
    return false;
  }

  @Override
  public void commit(long epoch, WriterCommitMessage[] messages) {
    write.commit(messages, new StreamEpoch(query, epoch));
  }

  @Override
  public void abort(long epoch, WriterCommitMessage[] messages) {
    write.abort(messages);
  }
}
