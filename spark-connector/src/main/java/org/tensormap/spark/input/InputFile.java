package org.tensormap.spark.input;

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
public record InputFile(String path, long size, Slice slice) implements Serializable {
  /**
   * Creates a whole file.
   *
   * @param path where it is, with scheme and authority
   * @param size its length in bytes
   */
  public InputFile(String path, long size) {
    this(path, size, Slice.WHOLE);
  }

  /**
   * Returns the files of shards, whole.
   *
   * @param storage where the dataset is
   * @param shards the shards
   * @return their files, in the same order
   */
  public static List<InputFile> of(Storage storage, List<Shard> shards) {
    return shards.stream()
        .map(shard -> new InputFile(storage.resolve(shard.path()).toString(), shard.size()))
        .toList();
  }

  /**
   * Returns the size of the part.
   *
   * @return its bytes, about
   */
  public long sliceBytes() {
    return size / slice.count();
  }

  /**
   * Cuts the file into parts of about equal size.
   *
   * @param bytes how many bytes a part has at most, about
   * @return the parts, in the order of the file
   */
  public List<InputFile> split(long bytes) {
    int count = (int) Math.min(Integer.MAX_VALUE, (size + bytes - 1) / bytes);
    return IntStream.range(0, Math.max(1, count))
        .mapToObj(index -> new InputFile(path, size, new Slice(index, Math.max(1, count))))
        .toList();
  }
}
