package org.tensormap.spark.log;

import java.io.Serializable;
import java.util.List;

/**
 * The blocks of a shard: shards of one dataset usually have the same ones, and share an instance.
 *
 * @param keys the key of each block, one value per key dimension
 * @param columns for each block, a checksum of its component and property labels: equal if the
 *     columns of the values mean the same
 */
public record BlockSet(List<List<Integer>> keys, List<Long> columns) implements Serializable {
  /**
   * Creates a set of blocks.
   *
   * @param keys the key of each block
   * @param columns the checksum of the component and property labels of each block
   */
  public BlockSet {
    keys = List.copyOf(keys);
    columns = List.copyOf(columns);
    if (keys.size() != columns.size()) {
      throw new IllegalArgumentException(
          "there are " + keys.size() + " keys, but " + columns.size() + " checksums of labels");
    }
  }
}
