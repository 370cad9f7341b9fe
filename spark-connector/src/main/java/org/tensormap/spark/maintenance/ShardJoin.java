package org.tensormap.spark.maintenance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.io.ByteSource;
import org.tensormap.io.Mts;
import org.tensormap.operations.Axis;
import org.tensormap.operations.DifferentKeys;
import org.tensormap.operations.Joining;
import org.tensormap.spark.input.InputFiles;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Storage;
import org.tensormap.spark.write.ShardFiles;

/**
 * Joins the shards of a group along their samples, on an executor.
 *
 * @param root where the dataset is
 * @param configuration the settings of the file systems
 */
record ShardJoin(String root, Broadcast<SerializableConfiguration> configuration) {
  private static final int CHUNK_BYTES = 1 << 24;

  /**
   * Joins shards, one behind the other, as far as their samples are distinct, and their information
   * and the components of their gradients are the same; what is left is joined among itself.
   *
   * @param group the shards
   * @return the shards that were written; none for a shard that would be alone in one
   * @throws IOException if a shard can not be read or written; then no file is left behind
   */
  List<JoinedShard> join(List<Shard> group) throws IOException {
    Storage storage = Storage.of(new Path(root), configuration.value().value());
    ShardFiles files = new ShardFiles(storage, TaskContext.getPartitionId());
    List<JoinedShard> joined = new ArrayList<>();
    List<Shard> left = group;
    try {
      while (!left.isEmpty()) {
        left = joinFirst(storage, left, files, joined);
      }
    } catch (IOException | RuntimeException e) {
      files.deleteAll();
      throw e;
    }
    return joined;
  }

  /** Joins the first shard with those that fit to it, and returns the others. */
  private List<Shard> joinFirst(
      Storage storage, List<Shard> shards, ShardFiles files, List<JoinedShard> joined)
      throws IOException {
    List<Shard> parts = new ArrayList<>();
    List<Shard> others = new ArrayList<>();
    List<TensorMap> maps = new ArrayList<>();
    GradientComponents gradients = new GradientComponents();
    DisjointSamples samples = new DisjointSamples();
    try (HostNDManager manager = HostNDManager.newManager()) {
      for (Shard shard : shards) {
        TensorMap map = read(storage, shard, manager);
        boolean sameInfo = maps.isEmpty() || maps.get(0).info().equals(map.info());
        if (sameInfo && gradients.fit(map) && samples.add(map)) {
          gradients.add(map);
          parts.add(shard);
          maps.add(map);
        } else {
          others.add(shard);
          map.close();
        }
      }
      if (parts.size() > 1) {
        joined.add(new JoinedShard(parts, write(maps, files)));
      }
    }
    return others;
  }

  private static Shard write(List<TensorMap> maps, ShardFiles files) throws IOException {
    try (TensorMap whole = Joining.join(maps, Axis.SAMPLES, DifferentKeys.UNION, null)) {
      maps.get(0).info().forEach(whole::setInfo);
      return files.write(whole, out -> Mts.save(out, whole));
    }
  }

  /** Reads a shard, after a look at its checksum: a damaged one must not get a new one. */
  private static TensorMap read(Storage storage, Shard shard, HostNDManager manager)
      throws IOException {
    String path = storage.resolve(shard.path()).toString();
    try (ByteSource source = InputFiles.open(path, shard.size(), storage.configuration())) {
      CRC32C checksum = new CRC32C();
      for (long at = 0; at < source.size(); at += CHUNK_BYTES) {
        checksum.update(source.read(at, (int) Math.min(CHUNK_BYTES, source.size() - at)));
      }
      if (checksum.getValue() != shard.checksum()) {
        throw MaintenanceErrors.damagedShard(path, shard.checksum(), checksum.getValue());
      }
      return Mts.load(source, manager);
    }
  }
}
