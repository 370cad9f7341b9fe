package org.tensormap.spark.read;

import java.io.Closeable;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;

/** The rows of one shard, one after the other. */
interface ShardRows extends Closeable {
  /**
   * Goes to the next row.
   *
   * @return whether there is one
   * @throws IOException if the shard can not be read
   */
  boolean next() throws IOException;

  /**
   * Returns the row.
   *
   * @return the row, which is overwritten by the next one
   */
  InternalRow get();
}
