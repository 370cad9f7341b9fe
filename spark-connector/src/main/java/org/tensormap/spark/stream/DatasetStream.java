package org.tensormap.spark.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxFiles;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.column.BatchLabels;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Storage;

/**
 * A stream that follows the versions of a dataset.
 *
 * <p>The log alone says what comes next, so a query that is restarted from its checkpoint reads the
 * same shards again in the same batches. A version that compacts shards adds no rows and is passed
 * over; one that removes or replaces rows ends the query, unless it is told to skip such versions.
 */
public final class DatasetStream implements MicroBatchStream, SupportsTriggerAvailableNow {
  private final Storage storage;
  private final DatasetLog log;
  private final VersionFeed feed;
  private final StreamOptions options;
  private final ShardReads reads;

  /** What was read from a checkpoint, of which it is not known yet whether this is its dataset. */
  private final List<StreamOffset> recalled = new ArrayList<>();

  /** The last version that a query which only processes what is available looks at. */
  private OptionalLong last = OptionalLong.empty();

  /**
   * Creates a stream.
   *
   * @param storage where the dataset is
   * @param schema the schema that gave the query its columns; empty if no shard had a block
   * @param options what the user said about the stream
   * @param reads how shards are read
   */
  public DatasetStream(
      Storage storage, Optional<TensorMapSchema> schema, StreamOptions options, ShardReads reads) {
    this.storage = storage;
    this.log = new DatasetLog(storage);
    this.feed =
        new VersionFeed(storage.root().toString(), log, schema, options.skipChangeCommits());
    this.options = options;
    this.reads = reads;
  }

  @Override
  public Offset initialOffset() {
    return StreamOffset.START;
  }

  @Override
  public Offset deserializeOffset(String json) {
    StreamOffset offset = StreamOffset.fromJson(json);
    recalled.add(offset);
    return offset;
  }

  private void checkRecalled() throws IOException {
    for (StreamOffset offset : recalled) {
      feed.checkIsOurs(offset);
    }
    recalled.clear();
  }

  @Override
  public ReadLimit getDefaultReadLimit() {
    return options.readLimit();
  }

  @Override
  public void prepareForTriggerAvailableNow() {
    last = OptionalLong.of(latestVersion());
  }

  /** Is not called by Spark, which calls the method with a limit instead. */
  @Override
  public Offset latestOffset() {
    return latestOffset(StreamOffset.START, ReadLimit.allAvailable());
  }

  /**
   * Returns where the next batch ends.
   *
   * @param start where it begins
   * @param limit how many shards it has at most
   * @return the offset; null if nothing was there from the start on
   */
  @Override
  public Offset latestOffset(Offset start, ReadLimit limit) {
    long files = limit instanceof ReadMaxFiles max ? max.maxFiles() : Long.MAX_VALUE;
    try {
      checkRecalled();
      long latest = last.isPresent() ? last.getAsLong() : latestVersion();
      StreamOffset end = feed.advance((StreamOffset) start, files, latest);
      return end.isStart() ? null : end;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Offset reportLatestOffset() {
    return StreamOffset.of(latestVersion(), 0, false).next();
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    try {
      checkRecalled();
      return reads.partitions(feed.between((StreamOffset) start, (StreamOffset) end));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return reads.readers();
  }

  @Override
  public void commit(Offset end) {}

  @Override
  public void stop() {
    BatchLabels.remove(reads);
  }

  /** What Spark shows as the description of the source in the progress of a query. */
  @Override
  public String toString() {
    return "tensormap " + storage.root();
  }

  private long latestVersion() {
    try {
      return log.latestVersion()
          .orElseThrow(() -> StreamErrors.noVersions(storage.root().toString()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UncheckedIOException unreadable(IOException cause) {
    return new UncheckedIOException(
        "the log of the dataset " + storage.root() + " can not be read: " + cause.getMessage(),
        cause);
  }
}
