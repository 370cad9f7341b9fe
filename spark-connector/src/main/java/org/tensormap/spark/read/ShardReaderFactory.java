package org.tensormap.spark.read;

import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.input.IgnoredFiles;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.layout.Selection;

/**
 * Makes the readers of partitions, on executors.
 *
 * @param layout how tensor maps become rows
 * @param selection what is wanted of them
 * @param vectors whether to give vectors or rows
 * @param expected the schema that each file must have, or null if there is no need to look: the log
 *     of a dataset takes no others
 * @param schemaOrigin which file that schema comes from
 * @param ignored which files to do without
 * @param configuration the settings of the file systems, hundreds of them: sent once, not with
 *     every task
 */
record ShardReaderFactory(
    Layout layout,
    Selection selection,
    boolean vectors,
    TensorMapSchema expected,
    String schemaOrigin,
    IgnoredFiles ignored,
    Broadcast<SerializableConfiguration> configuration)
    implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new ShardReader<>(opener(partition), selection, layout::rows, row -> 1);
  }

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return vectors;
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    return new ShardReader<>(opener(partition), selection, layout::batches, ColumnarBatch::numRows);
  }

  private ShardOpener opener(InputPartition partition) {
    return new ShardOpener(
        this,
        partition instanceof RangePartition range ? range.shards() : (ShardPartition) partition);
  }
}
