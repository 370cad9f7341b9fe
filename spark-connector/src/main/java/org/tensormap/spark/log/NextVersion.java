package org.tensormap.spark.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tensormap.spark.TensorMapSchema;

/**
 * What the next version of a dataset would be if a commit made it.
 *
 * @param files the versions that there are
 * @param previous the latest of them; empty if there is none
 * @param commit the change
 */
record NextVersion(VersionFiles files, Optional<VersionFile> previous, Commit commit) {
  /** Whether an earlier commit held the same part of a stream, or a later one. */
  boolean isCommittedAlready() {
    return commit.epoch().isPresent()
        && lastEpoch(commit.epoch().get().query()) >= commit.epoch().get().epoch();
  }

  /**
   * Whether the commit holds a part of a stream in which there is nothing to add, so that the
   * version would be the previous one once more. That it was processed need not be known: it can be
   * processed again.
   */
  boolean isEmptyPart() {
    return commit.epoch().isPresent()
        && commit.operation() == Operation.APPEND
        && commit.shards().isEmpty()
        && previous.isPresent()
        && (previous.get().schema() != null || commit.schema().isEmpty());
  }

  /**
   * Computes the version.
   *
   * @param id the identifier of the commit
   * @return the version, complete if it removes shards or it is its turn
   * @throws IOException if the shards of the previous version can not be read
   * @throws org.tensormap.spark.TensorMapException if the change can not be made
   */
  VersionFile create(String id) throws IOException {
    checkBase();
    long version = latest() + 1;
    Optional<VersionFile> base = previous.filter(file -> commit.operation().keepsOthers());
    boolean removes = !commit.removed().isEmpty();
    boolean complete = base.isEmpty() || removes || version % DatasetLog.COMPLETE_EVERY == 0;
    List<Shard> kept = base.isPresent() && complete ? kept() : List.of();
    Totals keptTotals =
        removes ? Totals.of(kept) : base.map(VersionFile::totals).orElse(Totals.NONE);
    return VersionFile.of(
        version,
        Math.max(System.currentTimeMillis(), previous.map(VersionFile::timestamp).orElse(0L) + 1),
        id,
        commit,
        kept,
        complete,
        previous.map(file -> file.totals().shards()).orElse(0L) - keptTotals.shards(),
        keptTotals.plus(commit.shards()),
        streams(),
        schema(base.map(VersionFile::schema)));
  }

  /**
   * The shards that stay beside those of the commit.
   *
   * @param version leaves out what was there in this version; {@link Commit#NO_VERSION} for all
   */
  List<Shard> keptSince(long version) throws IOException {
    List<Shard> shards = new ArrayList<>();
    if (previous.isEmpty() || !commit.operation().keepsOthers()) {
      return shards;
    }
    if (version == Commit.NO_VERSION) {
      files.readChain(latest()).forEach(file -> shards.addAll(file.toShards()));
      shards.removeIf(shard -> commit.removed().contains(shard.path()));
      return shards;
    }
    for (long since = version + 1; since <= latest(); since++) {
      shards.addAll(files.read(since, latest()).toChange().added());
    }
    return shards;
  }

  private long latest() {
    return previous.map(VersionFile::version).orElse(Commit.NO_VERSION);
  }

  private void checkBase() {
    if (commit.operation() == Operation.CREATE && previous.isPresent()) {
      throw LogErrors.exists(files.storage().root());
    }
    if (commit.operation() == Operation.OVERWRITE && latest() != commit.base()) {
      throw LogErrors.changedMeanwhile(files.storage().root(), commit.base(), latest());
    }
  }

  /** The shards of the previous version without those that the commit removes. */
  private List<Shard> kept() throws IOException {
    Deque<Shard> kept = new ArrayDeque<>();
    Set<String> missing = new HashSet<>(commit.removed());
    for (VersionFile file : files.readChain(latest())) {
      for (Shard shard : file.toShards()) {
        if (!missing.remove(shard.path())) {
          kept.add(shard);
        }
      }
    }
    if (!missing.isEmpty()) {
      throw LogErrors.removedMeanwhile(files.storage().root(), commit, latest(), missing);
    }
    return List.copyOf(kept);
  }

  private Map<String, Long> streams() {
    Map<String, Long> streams = new TreeMap<>();
    previous.ifPresent(file -> streams.putAll(file.streams()));
    commit.epoch().ifPresent(epoch -> streams.put(epoch.query(), epoch.epoch()));
    return streams;
  }

  private long lastEpoch(String query) {
    return previous.map(file -> file.streams().getOrDefault(query, -1L)).orElse(-1L);
  }

  private Optional<TensorMapSchema> schema(Optional<TensorMapSchema> present) {
    if (present.isEmpty()) {
      return commit.schema();
    }
    commit
        .schema()
        .flatMap(added -> present.get().differenceFrom(added))
        .ifPresent(
            difference -> {
              throw LogErrors.differentSchema(files.storage().root(), difference);
            });
    return present;
  }
}
