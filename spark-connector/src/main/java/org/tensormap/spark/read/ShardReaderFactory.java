package org.tensormap.spark.read;

import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.TensorMapSchema;

/**
 * Makes the readers of partitions, on executors.
 *
 * @param layout how tensor maps become rows
 * @param columns the columns of the rows
 * @param vectors whether to give vectors or rows
 * @param expected the schema that each file must have, or null if there is no need to look: the log
 *     of a dataset takes no others
 * @param schemaOrigin which file that schema comes from
 * @param configuration the settings of the file systems, hundreds of them: sent once, not with
 *     every task
 */
record ShardReaderFactory(
    Layout layout,
    List<LayoutColumn> columns,
    boolean vectors,
    TensorMapSchema expected,
    String schemaOrigin,
    Broadcast<SerializableConfiguration> configuration)
    implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new ShardRowReader(new ShardOpener(this, (ShardPartition) partition));
  }

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return vectors;
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    return new ShardBatchReader(new ShardOpener(this, (ShardPartition) partition));
  }
}
