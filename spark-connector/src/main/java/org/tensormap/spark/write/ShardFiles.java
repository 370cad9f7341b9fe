package org.tensormap.spark.write;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensormap.TensorMap;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.ShardName;
import org.tensormap.spark.log.Storage;

/**
 * The files that one attempt of a task writes: their names are unique, so that attempts never meet,
 * and final, so that nothing has to be moved when they are committed.
 */
public final class ShardFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ShardFiles.class);
  private static final int BUFFER_BYTES = 1 << 16;

  private final Storage storage;
  private final int partition;
  private final UUID attempt = UUID.randomUUID();
  private final List<String> paths = new ArrayList<>();

  /**
   * Creates the files of an attempt, none so far.
   *
   * @param storage where the dataset is
   * @param partition which part of the rows the task has
   */
  public ShardFiles(Storage storage, int partition) {
    this.storage = storage;
    this.partition = partition;
  }

  /** What a file is made of. */
  public interface Content {
    /**
     * Writes all bytes of the file.
     *
     * @param out where to, which stays open
     * @throws IOException if they can not be written
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @param map the tensor map that it holds
   * @param content its bytes
   * @return its description
   * @throws IOException if it can not be written
   */
  public Shard write(TensorMap map, Content content) throws IOException {
    String path = ShardName.of(partition, attempt, paths.size());
    paths.add(path);
    ChecksumStream checked;
    try (OutputStream file = storage.create(path)) {
      checked = new ChecksumStream(file);
      OutputStream buffered = new BufferedOutputStream(checked, BUFFER_BYTES);
      content.writeTo(buffered);
      buffered.flush();
    }
    return ShardDescription.of(path, checked.count(), checked.checksum(), map);
  }

  /** Deletes all files that were written, whole or in part. */
  public void deleteAll() {
    delete(storage, paths);
  }

  /**
   * Deletes files; one that can not be deleted is no part of the dataset and does no harm.
   *
   * @param storage where the dataset is
   * @param paths the files, relative to the dataset
   */
  public static void delete(Storage storage, List<String> paths) {
    for (String path : paths) {
      try {
        storage.delete(path);
      } catch (IOException e) {
        LOG.warn("{} of an aborted write is left behind", storage.resolve(path), e);
      }
    }
  }
}
