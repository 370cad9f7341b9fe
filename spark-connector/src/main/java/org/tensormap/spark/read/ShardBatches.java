package org.tensormap.spark.read;

import java.io.Closeable;
import java.io.IOException;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** The rows of one shard, batch by batch. */
interface ShardBatches extends Closeable {
  /**
   * Goes to the next batch.
   *
   * @return whether there is one
   * @throws IOException if the shard can not be read
   */
  boolean next() throws IOException;

  /**
   * Returns the batch.
   *
   * @return the batch, which is overwritten by the next one
   */
  ColumnarBatch get();
}
