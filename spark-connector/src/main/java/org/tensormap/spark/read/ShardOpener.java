package org.tensormap.spark.read;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.input.InputFile;
import org.tensormap.spark.input.InputFiles;
import org.tensormap.spark.input.SchemaReader;
import org.tensormap.spark.layout.OpenShard;
import org.tensormap.spark.metrics.ReadCounters;

/** Opens the files of one partition, one after the other, and closes each before the next. */
final class ShardOpener implements Closeable {
  private final ShardReaderFactory factory;
  private final Iterator<InputFile> files;
  private final ReadCounters counters = new ReadCounters();
  private InputFile file;
  private OpenShard shard;

  ShardOpener(ShardReaderFactory factory, ShardPartition partition) {
    this.factory = factory;
    this.files = partition.files().iterator();
  }

  ReadCounters counters() {
    return counters;
  }

  /** The next file, open; null at the end. */
  OpenShard next() throws IOException {
    close();
    if (!files.hasNext()) {
      return null;
    }
    file = files.next();
    shard =
        OpenShard.open(
            file, InputFiles.open(file, factory.configuration().value().value()), counters);
    checkSchema();
    return shard;
  }

  /**
   * Goes on without the file that was opened last, if that was asked for.
   *
   * @param error what is wrong with it
   * @throws TensorMapException the error, if it is not to be ignored
   */
  void ignore(TensorMapException error) {
    factory.ignored().ignore(file.path(), error);
    counters.filesIgnored().increment();
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
