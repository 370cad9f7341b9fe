package org.tensormap.spark.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.log.Change;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Operation;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Snapshot;

/**
 * The shards of a dataset in the order in which a stream processes them.
 *
 * @param dataset where the dataset is, for messages
 * @param log its log
 * @param schema the schema that the query was started with
 * @param skipChanges whether versions that remove or replace rows are passed over
 */
record VersionFeed(
    String dataset, DatasetLog log, Optional<TensorMapSchema> schema, boolean skipChanges) {

  /**
   * Goes on from an offset.
   *
   * @param from where to go on
   * @param limit how many shards to pass at most
   * @param latest the last version to look at
   * @return the offset behind the shards that were passed, and behind the versions that add none: a
   *     vacuum may remove them; the same offset if there was nothing to pass
   */
  StreamOffset advance(StreamOffset from, long limit, long latest) throws IOException {
    if (from.version() > latest + 1) {
      throw StreamErrors.otherDataset(dataset, from.version() - 1, latest);
    }
    StreamOffset at = from.isStart() ? StreamOffset.of(latest, 0, true) : from;
    long left = limit;
    Optional<String> commit = from.commit();
    while (left > 0 && at.version() <= latest) {
      Change change = log.change(at.version());
      commit = Optional.of(change.commit());
      long size = size(at, change);
      long taken = Math.min(left, size - at.shards());
      at = at.plus(taken);
      left -= taken;
      if (at.shards() == size) {
        at = at.next();
      }
    }
    // The beginning names no version, so nothing is lost by choosing the snapshot again.
    return from.isStart() && left == limit ? from : commit.map(at::withCommit).orElse(at);
  }

  /**
   * Makes sure that an offset from a checkpoint is one of this dataset, and not of another one that
   * was at the same path, as long as the last version that was looked at is there.
   */
  void checkIsOurs(StreamOffset offset) throws IOException {
    if (offset.commit().isEmpty()) {
      return;
    }
    Change change;
    try {
      change = log.change(offset.lastVersion());
    } catch (TensorMapException e) {
      if (e.condition() == ErrorCondition.TENSORMAP_VERSION_NOT_FOUND) {
        return;
      }
      throw e;
    }
    if (!change.commit().equals(offset.commit().get())) {
      throw StreamErrors.otherVersion(dataset, change.version());
    }
  }

  /** The shards between two offsets. */
  List<Shard> between(StreamOffset start, StreamOffset end) throws IOException {
    List<Shard> shards = new ArrayList<>();
    StreamOffset at = start.isStart() ? end.snapshot() : start;
    while (at.version() < end.version()) {
      List<Shard> of = shards(at);
      shards.addAll(of.subList((int) at.shards(), of.size()));
      at = at.next();
    }
    if (end.shards() > at.shards()) {
      shards.addAll(shards(at).subList((int) at.shards(), (int) end.shards()));
    }
    return shards;
  }

  private long size(StreamOffset at, Change change) {
    return at.isSnapshot() ? change.totals().shards() : added(change).size();
  }

  private List<Shard> shards(StreamOffset at) throws IOException {
    if (!at.isSnapshot()) {
      return added(log.change(at.version()));
    }
    Snapshot snapshot = log.at(at.version());
    checkSchema(snapshot.version(), snapshot.schema());
    return snapshot.shards();
  }

  /** The shards whose rows are new in a version. */
  private List<Shard> added(Change change) {
    if (change.operation() == Operation.COMPACT) {
      return List.of();
    }
    if (change.removesRows()) {
      if (skipChanges) {
        return List.of();
      }
      throw StreamErrors.rowsRemoved(dataset, change);
    }
    if (!change.added().isEmpty()) {
      checkSchema(change.version(), change.schema());
    }
    return change.added();
  }

  private void checkSchema(long version, Optional<TensorMapSchema> actual) {
    if (actual.isEmpty()) {
      return;
    }
    TensorMapSchema expected =
        schema.orElseThrow(() -> StreamErrors.schemaAppeared(dataset, version));
    expected
        .differenceFrom(actual.get())
        .ifPresent(
            difference -> {
              throw StreamErrors.schemaChanged(dataset, version, difference);
            });
  }
}
