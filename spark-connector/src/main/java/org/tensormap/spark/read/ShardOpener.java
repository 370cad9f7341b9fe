package org.tensormap.spark.read;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.tensormap.io.ByteSource;
import org.tensormap.spark.TensorMapSchema;

/** Opens the files of one partition, one after the other, and closes each before the next. */
final class ShardOpener implements Closeable {
  private final ShardReaderFactory factory;
  private final Iterator<InputFile> files;
  private final LongAdder bytesRead = new LongAdder();
  private OpenShard shard;

  ShardOpener(ShardReaderFactory factory, ShardPartition partition) {
    this.factory = factory;
    this.files = partition.files().iterator();
  }

  Layout layout() {
    return factory.layout();
  }

  List<LayoutColumn> columns() {
    return factory.columns();
  }

  CustomTaskMetric[] metrics() {
    return new CustomTaskMetric[] {new BytesReadMetric.OfTask(bytesRead.sum())};
  }

  /** The next file, open; null at the end. */
  OpenShard next() throws IOException {
    close();
    if (!files.hasNext()) {
      return null;
    }
    InputFile file = files.next();
    ByteSource bytes = InputFiles.open(file, factory.configuration().value().value());
    shard = OpenShard.open(file, new MeteredByteSource(bytes, bytesRead));
    checkSchema();
    return shard;
  }

  @Override
  public void close() throws IOException {
    if (shard != null) {
      shard.close();
      shard = null;
    }
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
