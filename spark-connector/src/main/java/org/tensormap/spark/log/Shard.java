package org.tensormap.spark.log;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One file of a dataset, as its writer described it.
 *
 * @param path its path, relative to the dataset
 * @param size its length in bytes
 * @param checksum the CRC-32C of all its bytes
 * @param rows how many samples all its blocks have together
 * @param values how many values all its blocks have together
 * @param blocks its blocks
 * @param bounds the least and greatest value of each sample dimension; empty if it has no samples
 * @param emptyBlocks the positions of the blocks that have no samples; null if they are not known
 */
public record Shard(
    String path,
    long size,
    long checksum,
    long rows,
    long values,
    BlockSet blocks,
    Map<String, Bounds> bounds,
    List<Integer> emptyBlocks)
    implements Serializable {

  /**
   * Creates the description of a file.
   *
   * @param path its path, relative to the dataset
   * @param size its length in bytes
   * @param checksum the CRC-32C of all its bytes
   * @param rows how many samples all its blocks have together
   * @param values how many values all its blocks have together
   * @param blocks its blocks
   * @param bounds the least and greatest value of each sample dimension
   * @param emptyBlocks the positions of the blocks that have no samples
   */
  public Shard {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(blocks, "blocks");
    bounds = Collections.unmodifiableMap(new TreeMap<>(bounds));
    emptyBlocks = emptyBlocks == null ? null : List.copyOf(emptyBlocks);
  }
}
