package org.tensormap.spark.read;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Storage;

/**
 * A file to read, or a part of one.
 *
 * @param path where it is, with scheme and authority
 * @param size its length in bytes when the read was planned
 * @param slice which part of it
 */
record InputFile(String path, long size, Slice slice) implements Serializable {
  InputFile(String path, long size) {
    this(path, size, Slice.WHOLE);
  }

  /** The files of shards, whole. */
  static List<InputFile> of(Storage storage, List<Shard> shards) {
    return shards.stream()
        .map(shard -> new InputFile(storage.resolve(shard.path()).toString(), shard.size()))
        .toList();
  }

  /** The bytes of the part, about. */
  long sliceBytes() {
    return size / slice.count();
  }

  /** Parts of the file that have at most so many bytes, about. */
  List<InputFile> split(long bytes) {
    int count = (int) Math.min(Integer.MAX_VALUE, (size + bytes - 1) / bytes);
    return IntStream.range(0, Math.max(1, count))
        .mapToObj(index -> new InputFile(path, size, new Slice(index, Math.max(1, count))))
        .toList();
  }
}
