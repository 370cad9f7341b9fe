package org.tensormap.spark.write;

import org.apache.spark.sql.catalyst.InternalRow;
import org.tensormap.HostNDManager;
import org.tensormap.TensorBlock;

/** A block of a shard, made from rows that come in the order of their samples. */
interface BlockBuilder {
  /**
   * Adds a row.
   *
   * @param sample the sample that it belongs to, the same as that of the row before or one behind
   *     it; not kept
   * @param row the row
   */
  void add(int[] sample, InternalRow row);

  /** How many bytes the values of the block take so far. */
  long bytes();

  /** The block; nothing may be added any more. */
  TensorBlock build(HostNDManager manager);
}
