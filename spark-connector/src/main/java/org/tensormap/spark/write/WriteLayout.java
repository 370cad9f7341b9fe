package org.tensormap.spark.write;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.tensormap.spark.TensorMapSchema;

/** What rows are and how they become shards; made on the driver, used by tasks. */
sealed interface WriteLayout extends Serializable permits LabelledRows, BlocksRows, TensorMapRows {
  /** The name of the layout, as the user gives it. */
  String name();

  /** A writer for the rows of one task. */
  DataWriter<InternalRow> newWriter(ShardCollector shards, long maxShardBytes);

  /** The schema that shards will have, as far as the columns tell. */
  Optional<TensorMapSchema> schema();

  /** How rows get to tasks if the user does not say. */
  DistributionMode defaultDistribution();

  /** The columns by which rows are distributed; none if they can not be. */
  List<String> distributedBy();

  /** The columns by which the rows of a task are to be ordered, if they are distributed so. */
  List<String> orderedBy(DistributionMode distribution);

  /** Whether shards of one write must have the same component and property labels. */
  boolean mustAgree();
}
