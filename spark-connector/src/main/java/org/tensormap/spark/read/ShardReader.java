package org.tensormap.spark.read;

import java.io.EOFException;
import java.io.IOException;
import java.util.function.ToIntFunction;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.tensormap.io.MtsFormatException;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.input.InputErrors;
import org.tensormap.spark.layout.OpenShard;
import org.tensormap.spark.layout.Selection;
import org.tensormap.spark.layout.ShardCursor;

/**
 * Reads the files of one partition.
 *
 * @param <T> a row, or a batch of rows
 */
final class ShardReader<T> implements PartitionReader<T> {
  /** Starts to read a shard. */
  interface Start<T> {
    ShardCursor<T> cursor(OpenShard shard, Selection selection) throws IOException;
  }

  private final ShardOpener shards;
  private final Start<T> start;
  private final ToIntFunction<T> rowCount;
  private Selection selection;
  private ShardCursor<T> cursor;

  /**
   * Creates a reader.
   *
   * @param shards the files
   * @param selection what is wanted of all of them
   * @param start how to read one
   * @param rowCount how many rows there are in what it gives
   */
  ShardReader(ShardOpener shards, Selection selection, Start<T> start, ToIntFunction<T> rowCount) {
    this.shards = shards;
    this.selection = selection;
    this.start = start;
    this.rowCount = rowCount;
  }

  @Override
  public boolean next() throws IOException {
    while (selection.limit() > 0) {
      try {
        if (cursor != null && cursor.next()) {
          selection = selection.after(rowCount.applyAsInt(cursor.get()));
          return true;
        }
        closeShard();
        OpenShard shard = shards.next();
        if (shard == null) {
          return false;
        }
        cursor = start.cursor(shard, selection);
      } catch (MtsFormatException | EOFException e) {
        closeShard();
        shards.ignore(InputErrors.corruptFile(e));
      } catch (TensorMapException e) {
        closeShard();
        shards.ignore(e);
      }
    }
    return false;
  }

  @Override
  public T get() {
    return cursor.get();
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return shards.counters().metrics();
  }

  @Override
  public void close() throws IOException {
    closeShard();
    shards.close();
  }

  private void closeShard() throws IOException {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }
}
