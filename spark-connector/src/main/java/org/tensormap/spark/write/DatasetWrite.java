package org.tensormap.spark.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.log.Commit;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Precondition;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.StreamEpoch;
import org.tensormap.spark.read.WholeShards;

/**
 * One job that writes shards and makes them part of a dataset.
 *
 * <p>Every attempt of a task writes files of its own, so Spark need not choose between attempts
 * before they have finished: the files of those whose message does not arrive are never named.
 */
final class DatasetWrite implements BatchWrite {
  private final WriteTarget target;
  private final Supplier<WriteLayout> planned;
  private final RowCondition condition;
  private final long maxShardBytes;
  private final boolean checkDuplicates;
  private final boolean checkAmongTasks;
  private final SerializableConfiguration configuration;

  /** What the rows are; known when the first of them is about to be written. */
  private WriteLayout layout;

  /** Whether a version may name the files, so that they must stay. */
  private boolean mayBeCommitted;

  /**
   * Creates a job.
   *
   * @param target where to write
   * @param planned what the rows are, asked for when it is known what the query reads
   * @param condition what the labels of all rows have to be
   * @param maxShardBytes how many bytes of values a shard should have at most
   * @param checkDuplicates whether samples that are added must not be there already
   * @param checkAmongTasks whether two tasks must not have written the same sample
   * @param configuration the settings of the file systems
   */
  DatasetWrite(
      WriteTarget target,
      Supplier<WriteLayout> planned,
      RowCondition condition,
      long maxShardBytes,
      boolean checkDuplicates,
      boolean checkAmongTasks,
      SerializableConfiguration configuration) {
    this.target = target;
    this.planned = planned;
    this.condition = condition;
    this.maxShardBytes = maxShardBytes;
    this.checkDuplicates = checkDuplicates;
    this.checkAmongTasks = checkAmongTasks;
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
    layout = planned.get();
    return new ShardWriterFactory(
        target.storage().root().toString(),
        layout,
        condition,
        maxShardBytes,
        JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext())
            .broadcast(configuration));
  }

  @Override
  public boolean useCommitCoordinator() {
    return false;
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    commit(messages, Optional.empty());
  }

  /**
   * Commits a part of a stream, unless it was committed before or has no rows to add; the files of
   * one that was written once more are deleted.
   */
  void commit(WriterCommitMessage[] messages, StreamEpoch epoch) {
    if (commit(messages, Optional.of(epoch)) == Commit.NO_VERSION) {
      abort(messages);
    }
  }

  private long commit(WriterCommitMessage[] messages, Optional<StreamEpoch> epoch) {
    List<Shard> shards = new ArrayList<>();
    Optional<SchemaOfShard> schema = Optional.empty();
    for (WriterCommitMessage message : messages) {
      WrittenShards written = (WrittenShards) message;
      shards.addAll(written.shards());
      schema = SchemaOfShard.merge(schema, written.schemaOfShard());
    }
    Optional<TensorMapSchema> common = schema.map(SchemaOfShard::schema).or(() -> layout.schema());
    try {
      if (checkAmongTasks) {
        new AddedSamples(target.storage(), shards).checkAmongThemselves();
      }
      Commit commit =
          new Commit(target.operation(), target.base(), common, shards)
              .removing(target.replaced().map(WholeShards::paths).orElse(Set.of()));
      return commit(epoch.map(commit::of).orElse(commit));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the dataset " + target.storage().root() + " can not be committed to: " + e.getMessage(),
          e);
    }
  }

  /**
   * Files may be deleted only if it is certain that no version names them: if the log says so, by
   * an error of its own or of the file system. Whatever else goes wrong, they stay.
   */
  private long commit(Commit commit) throws IOException {
    mayBeCommitted = true;
    try {
      long version = new DatasetLog(target.storage()).commit(commit, preconditions(commit));
      mayBeCommitted = version != Commit.NO_VERSION;
      return version;
    } catch (IOException e) {
      mayBeCommitted = false;
      throw e;
    } catch (TensorMapException e) {
      mayBeCommitted = e.condition() == ErrorCondition.TENSORMAP_COMMIT_STATE_UNKNOWN;
      throw e;
    }
  }

  /** What is compared with whatever is there when the version is made. */
  private List<Precondition> preconditions(Commit commit) {
    List<Precondition> preconditions = new ArrayList<>();
    if (layout.mustAgree() && commit.schema().isPresent()) {
      TensorMapSchema schema = commit.schema().get();
      preconditions.add(others -> ColumnAgreement.check(schema, others, commit.shards()));
    }
    target.replaced().ifPresent(replaced -> preconditions.add(others -> check(replaced, others)));
    if (checkDuplicates && target.keepsOthers()) {
      preconditions.add(new AddedSamples(target.storage(), commit.shards()));
    }
    return preconditions;
  }

  /** Rows that fulfill the condition may have been added since the replaced ones were found. */
  private void check(WholeShards replaced, List<Shard> others) {
    others.stream()
        .filter(replaced::mayHaveSuchRows)
        .findFirst()
        .ifPresent(
            other -> {
              throw WriteErrors.addedMeanwhile(
                  target.storage().root().toString(), replaced.text(), other.path());
            });
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
