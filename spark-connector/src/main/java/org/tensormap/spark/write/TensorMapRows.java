package org.tensormap.spark.write;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.layout.TensorMapLayout;

/**
 * Rows that are whole tensor maps; each becomes a shard.
 *
 * @param column the position of the column with the tensor maps
 */
record TensorMapRows(int column) implements WriteLayout {
  @Override
  public String name() {
    return TensorMapLayout.NAME;
  }

  @Override
  public DataWriter<InternalRow> newWriter(ShardCollector shards, long maxShardBytes) {
    return new TensorMapRowWriter(shards, column);
  }

  @Override
  public Optional<TensorMapSchema> schema() {
    return Optional.empty();
  }

  @Override
  public DistributionMode defaultDistribution() {
    return DistributionMode.NONE;
  }

  @Override
  public List<String> distributedBy() {
    return List.of();
  }

  @Override
  public List<String> orderedBy(DistributionMode distribution) {
    return List.of();
  }

  /** What is in a tensor map is for its maker to say. */
  @Override
  public boolean mustAgree() {
    return false;
  }
}
