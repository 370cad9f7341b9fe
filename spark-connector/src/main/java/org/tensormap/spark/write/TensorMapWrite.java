package org.tensormap.spark.write;

import java.util.List;
import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.distributions.Distributions;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.RequiresDistributionAndOrdering;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.ColumnReference;

/**
 * A write of rows in some layout: which rows a task gets, and in which order.
 *
 * @param target where to write
 * @param query the identifier of the query, by which a stream is known after a restart
 * @param planned what the rows are
 * @param condition what the labels of all rows have to be
 * @param distribution how rows get to tasks
 * @param maxShardBytes how many bytes of values a shard should have at most
 * @param checkDuplicates whether samples that are added must not be there already, nor come twice
 * @param configuration the settings of the file systems
 */
record TensorMapWrite(
    WriteTarget target,
    String query,
    PlannedLayout planned,
    RowCondition condition,
    DistributionMode distribution,
    long maxShardBytes,
    boolean checkDuplicates,
    SerializableConfiguration configuration)
    implements RequiresDistributionAndOrdering {
  @Override
  public String description() {
    return "tensormap "
        + target.storage().root()
        + " ("
        + target.operation()
        + ", layout "
        + planned.layout().name()
        + ", distribution "
        + distribution
        + ")";
  }

  /** Returns the description, which plans show. */
  @Override
  public String toString() {
    return description();
  }

  @Override
  public Distribution requiredDistribution() {
    List<String> columns = planned.layout().distributedBy();
    return switch (distribution) {
      case NONE -> Distributions.unspecified();
      case HASH ->
          Distributions.clustered(
              columns.stream().map(ColumnReference::of).toArray(Expression[]::new));
      case RANGE -> Distributions.ordered(ascending(columns));
    };
  }

  @Override
  public SortOrder[] requiredOrdering() {
    return ascending(planned.layout().orderedBy(distribution));
  }

  /** A task with about as much as one shard holds. */
  @Override
  public long advisoryPartitionSizeInBytes() {
    return distribution == DistributionMode.NONE ? 0 : maxShardBytes;
  }

  @Override
  public BatchWrite toBatch() {
    return write(target);
  }

  private static SortOrder[] ascending(List<String> columns) {
    return columns.stream()
        .map(
            name ->
                Expressions.sort(
                    ColumnReference.of(name), SortDirection.ASCENDING, NullOrdering.NULLS_FIRST))
        .toArray(SortOrder[]::new);
  }

  @Override
  public StreamingWrite toStreaming() {
    if (target.replaced().isPresent()) {
      throw WriteErrors.conditionOfStream(target.replaced().get().text());
    }
    return new StreamedWrite(target, query, this::write);
  }

  private DatasetWrite write(WriteTarget current) {
    return new DatasetWrite(
        current,
        planned::now,
        condition,
        maxShardBytes,
        checkDuplicates,
        checkDuplicates && mayRepeatSamples(),
        configuration);
  }

  /** Whether two tasks, or two rows that are more than a sample, may have the same sample. */
  private boolean mayRepeatSamples() {
    return distribution == DistributionMode.NONE
        || planned.layout().defaultDistribution() == DistributionMode.NONE;
  }
}
