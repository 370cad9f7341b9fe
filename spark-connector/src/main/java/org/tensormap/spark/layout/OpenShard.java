package org.tensormap.spark.layout;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.tensormap.io.ByteSource;
import org.tensormap.io.MtsFile;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.condition.IntSet;
import org.tensormap.spark.input.InputFile;
import org.tensormap.spark.input.Slice;
import org.tensormap.spark.metrics.MeteredByteSource;
import org.tensormap.spark.metrics.ReadCounters;

/**
 * A shard that is being read.
 *
 * @param path where it is, with scheme and authority
 * @param slice which part of it is to be read
 * @param file what is in it
 * @param counters what to count while it is read
 */
public record OpenShard(String path, Slice slice, MtsFile file, ReadCounters counters)
    implements Closeable {
  /**
   * Opens a shard, and closes the source together with it.
   *
   * @param file the file, and which part of it is to be read
   * @param source its bytes
   * @param counters what to count while it is read
   * @return the open shard
   * @throws IOException if it can not be read
   */
  public static OpenShard open(InputFile file, ByteSource source, ReadCounters counters)
      throws IOException {
    counters.shardsOpened().increment();
    MtsFile opened = MtsFile.open(new MeteredByteSource(source, counters.bytesRead()));
    return new OpenShard(file.path(), file.slice(), opened, counters);
  }

  /** What is left of a condition in one of the blocks. */
  Condition given(int block, Condition condition) {
    return condition.given(
        label ->
            label.role() == Role.KEY
                ? Optional.of(IntSet.of(file.keys().get(block, label.dimension())))
                : Optional.empty());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
