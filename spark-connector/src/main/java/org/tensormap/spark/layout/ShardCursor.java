package org.tensormap.spark.layout;

import java.io.Closeable;
import java.io.IOException;

/**
 * The rows of one shard, one after the other.
 *
 * @param <T> a row, or a batch of rows
 */
public interface ShardCursor<T> extends Closeable {
  /**
   * Goes to the next row or batch.
   *
   * @return whether there is one
   * @throws IOException if the shard can not be read
   */
  boolean next() throws IOException;

  /**
   * Returns the row or batch.
   *
   * @return what is overwritten by the next one
   */
  T get();
}
