package org.tensormap.spark.maintenance;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.log.Commit;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Snapshot;
import org.tensormap.spark.log.Storage;
import org.tensormap.spark.log.Totals;
import org.tensormap.spark.write.ShardFiles;

/**
 * Joins small shards of a dataset to larger ones with the same rows.
 *
 * <p>A Spark job writes the joined shards, a task for each group that {@link CompactionPlan} chose;
 * one commit replaces all of them, and only them, so that what others append meanwhile stays, and
 * nothing is replaced if one of them is gone by then.
 */
final class Compaction {
  private final Storage storage;
  private final long targetBytes;

  /**
   * Plans a compaction.
   *
   * @param storage where the dataset is
   * @param targetBytes how large the joined shards may be
   */
  Compaction(Storage storage, long targetBytes) {
    this.storage = storage;
    this.targetBytes = targetBytes;
  }

  /**
   * What a compaction did.
   *
   * @param version the version of the dataset after it; if nothing was replaced, no new one
   * @param removed the size of the shards that were replaced
   * @param added the size of the shards that replaced them
   */
  record Result(long version, Totals removed, Totals added) {}

  /**
   * Does the work.
   *
   * @return what was done
   * @throws IOException if the log can not be read or written
   * @throws TensorMapException if there is no dataset, its file system allows no commits, or
   *     another writer removed a shard meanwhile
   */
  Result run() throws IOException {
    DatasetLog log = new DatasetLog(storage);
    log.checkCanCommit();
    Snapshot snapshot = log.at(log.latestVersion().orElse(0));
    List<JoinedShard> joined = join(CompactionPlan.of(snapshot.shards(), targetBytes));
    List<Shard> removed = joined.stream().flatMap(each -> each.parts().stream()).toList();
    List<Shard> added = joined.stream().map(JoinedShard::whole).toList();
    long version = snapshot.version();
    if (!removed.isEmpty()) {
      version = commit(log, snapshot, removed, added);
    }
    return new Result(version, Totals.of(removed), Totals.of(added));
  }

  private List<JoinedShard> join(List<List<Shard>> groups) {
    if (groups.isEmpty()) {
      return List.of();
    }
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
    Broadcast<SerializableConfiguration> configuration =
        context.broadcast(new SerializableConfiguration(storage.configuration()));
    String root = storage.root().toString();
    return context
        .parallelize(groups, groups.size())
        .map(group -> new ShardJoin(root, configuration).join(group))
        .collect()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private long commit(DatasetLog log, Snapshot snapshot, List<Shard> removed, List<Shard> added)
      throws IOException {
    Set<String> paths = removed.stream().map(Shard::path).collect(Collectors.toSet());
    try {
      return log.commit(Commit.compact(snapshot.version(), paths, added));
    } catch (TensorMapException e) {
      if (e.condition() != ErrorCondition.TENSORMAP_COMMIT_STATE_UNKNOWN) {
        ShardFiles.delete(storage, added.stream().map(Shard::path).toList());
      }
      throw e;
    }
  }
}
