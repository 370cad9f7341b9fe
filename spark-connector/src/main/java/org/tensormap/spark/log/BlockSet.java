package org.tensormap.spark.log;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tensormap.spark.ColumnLabels;

/**
 * The blocks of a shard: shards of one dataset usually have the same ones, and share an instance.
 *
 * <p>Two sets are equal if their keys and checksums are.
 *
 * @param keys the key of each block, one value per key dimension
 * @param columns for each block, a checksum of its component and property labels: equal if the
 *     columns of the values mean the same
 * @param labels the component and property labels by their checksum, as far as they are known; a
 *     version file keeps those of all its sets together
 */
public record BlockSet(
    List<List<Integer>> keys,
    List<Long> columns,
    @JsonIgnore @JsonSetter(nulls = Nulls.SET) Map<Long, ColumnLabels> labels)
    implements Serializable {
  /**
   * Creates a set of blocks.
   *
   * @param keys the key of each block
   * @param columns the checksum of the component and property labels of each block
   * @param labels the component and property labels by their checksum
   */
  public BlockSet {
    keys = List.copyOf(keys);
    columns = List.copyOf(columns);
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    if (keys.size() != columns.size()) {
      throw new IllegalArgumentException(
          "there are " + keys.size() + " keys, but " + columns.size() + " checksums of labels");
    }
  }

  /**
   * Creates a set of blocks whose labels are not known.
   *
   * @param keys the key of each block
   * @param columns the checksum of the component and property labels of each block
   */
  public BlockSet(List<List<Integer>> keys, List<Long> columns) {
    this(keys, columns, Map.of());
  }

  /**
   * Returns the component and property labels of a block.
   *
   * @param block its position
   * @return the labels; empty if they are not known
   */
  public Optional<ColumnLabels> labels(int block) {
    return Optional.ofNullable(labels.get(columns.get(block)));
  }

  /** The same set with those of the known labels that its blocks have. */
  BlockSet withLabels(Map<Long, ColumnLabels> known) {
    Map<Long, ColumnLabels> ours = new HashMap<>(known);
    ours.keySet().retainAll(columns);
    return new BlockSet(keys, columns, ours);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockSet set && keys.equals(set.keys) && columns.equals(set.columns);
  }

  @Override
  public int hashCode() {
    return Objects.hash(keys, columns);
  }
}
