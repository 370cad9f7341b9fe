package org.tensormap.spark.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.layout.BlocksLayout;

/**
 * Rows that are blocks, each followed by its gradients.
 *
 * @param keys the columns with the keys
 * @param path the column with the path of a gradient; null if there are only blocks
 * @param shape the position of the column with the shape; -1 if there is none, since labels tell it
 * @param samples the position of the column with the samples
 * @param components the position of the column with the components
 * @param properties the position of the column with the properties
 * @param values the position of the column with the values
 * @param encoding how values are stored
 */
record BlocksRows(
    LabelColumns keys,
    Path path,
    int shape,
    int samples,
    int components,
    int properties,
    int values,
    ValueEncoding encoding)
    implements WriteLayout {
  /**
   * The column with the path of a gradient.
   *
   * @param name its name
   * @param ordinal its position
   */
  record Path(String name, int ordinal) implements java.io.Serializable {}

  @Override
  public String name() {
    return BlocksLayout.NAME;
  }

  @Override
  public DataWriter<InternalRow> newWriter(ShardCollector shards, long maxShardBytes) {
    return new BlockRowWriter(this, maxShardBytes, shards);
  }

  /** Only the rows know the names of the samples. */
  @Override
  public Optional<TensorMapSchema> schema() {
    return Optional.empty();
  }

  /** Gradients belong to the block whose row comes before theirs. */
  @Override
  public DistributionMode defaultDistribution() {
    return DistributionMode.NONE;
  }

  @Override
  public List<String> distributedBy() {
    return keys.columnNames();
  }

  /** Rows stay in the order in which they come, unless they were distributed. */
  @Override
  public List<String> orderedBy(DistributionMode distribution) {
    if (distribution == DistributionMode.NONE) {
      return List.of();
    }
    List<String> columns = new ArrayList<>(distributedBy());
    if (path != null) {
      columns.add(path.name);
    }
    return columns;
  }

  /** Blocks are written as they are given. */
  @Override
  public boolean mustAgree() {
    return false;
  }
}
