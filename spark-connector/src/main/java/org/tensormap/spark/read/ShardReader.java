package org.tensormap.spark.read;

import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.tensormap.io.ByteSource;
import org.tensormap.io.MtsFormatException;
import org.tensormap.spark.TensorMapSchema;

/** Reads the files of one partition, one after the other. */
final class ShardReader implements PartitionReader<InternalRow> {
  private final ShardReaderFactory factory;
  private final Iterator<InputFile> files;
  private final LongAdder bytesRead = new LongAdder();
  private OpenShard shard;
  private ShardRows rows;

  ShardReader(ShardReaderFactory factory, ShardPartition partition) {
    this.factory = factory;
    this.files = partition.files().iterator();
  }

  @Override
  public boolean next() throws IOException {
    try {
      while (rows == null || !rows.next()) {
        close();
        if (!files.hasNext()) {
          return false;
        }
        open(files.next());
      }
      return true;
    } catch (MtsFormatException e) {
      throw ReadErrors.corruptFile(e);
    }
  }

  @Override
  public InternalRow get() {
    return rows.get();
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return new CustomTaskMetric[] {new BytesReadMetric.OfTask(bytesRead.sum())};
  }

  @Override
  public void close() throws IOException {
    if (rows != null) {
      rows.close();
      rows = null;
    }
    if (shard != null) {
      shard.close();
      shard = null;
    }
  }

  private void open(InputFile file) throws IOException {
    ByteSource bytes =
        new MeteredByteSource(InputFiles.open(file, factory.configuration().value()), bytesRead);
    shard = OpenShard.open(file.path(), bytes);
    checkSchema();
    rows = factory.layout().rows(shard, factory.columns());
  }

  private void checkSchema() throws IOException {
    if (factory.expected() == null) {
      return;
    }
    Optional<TensorMapSchema> schema = SchemaReader.read(shard.file());
    schema
        .flatMap(actual -> factory.expected().differenceFrom(actual))
        .ifPresent(
            difference -> {
              throw ReadErrors.mixedSchemas(factory.schemaOrigin(), shard.path(), difference);
            });
  }
}
