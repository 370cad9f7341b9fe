package org.tensormap.spark.read;

import java.io.Closeable;
import java.io.IOException;
import org.tensormap.io.ByteSource;
import org.tensormap.io.MtsFile;

/**
 * A shard that is being read.
 *
 * @param path where it is, with scheme and authority
 * @param slice which part of it is to be read
 * @param file what is in it
 */
record OpenShard(String path, Slice slice, MtsFile file) implements Closeable {
  /** Opens a shard, and closes the source together with it. */
  static OpenShard open(InputFile file, ByteSource source) throws IOException {
    return new OpenShard(file.path(), file.slice(), MtsFile.open(source));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
