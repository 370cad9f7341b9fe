package org.tensormap.spark.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.tensormap.spark.ColumnLabels;
import org.tensormap.spark.TensorMapSchema;

/**
 * What a version file holds, field by field; {@link VersionFileFormat} reads and writes it.
 *
 * @param format the version of this format
 * @param version the number of the version, which is also the name of the file
 * @param timestamp when it was committed, in milliseconds since 1970
 * @param commit an identifier of the commit, by which its writer knows it again
 * @param operation what the commit did
 * @param complete whether these are all shards, or only those that were added
 * @param added how many shards the commit added; they are the last ones here
 * @param removed how many shards the commit removed
 * @param totals the size of the whole dataset
 * @param streams the last epoch of each stream that was written to the dataset, by its query
 * @param schema the schema of the whole dataset, or null if no shard has a block
 * @param columnLabels the component and property labels of the blocks here, by the checksum in
 *     their set; some may be missing, and null in files of older releases
 * @param blockSets the sets of blocks that the shards here have
 * @param shards the shards
 */
record VersionFile(
    int format,
    long version,
    long timestamp,
    String commit,
    Operation operation,
    boolean complete,
    int added,
    long removed,
    Totals totals,
    Map<String, Long> streams,
    TensorMapSchema schema,
    Map<Long, ColumnLabels> columnLabels,
    List<BlockSet> blockSets,
    List<Entry> shards) {

  VersionFile {
    Objects.requireNonNull(commit, "commit");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(totals, "totals");
    streams =
        Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNull(streams, "streams")));
    columnLabels = columnLabels == null ? Map.of() : Map.copyOf(columnLabels);
    blockSets = List.copyOf(Objects.requireNonNull(blockSets, "blockSets"));
    shards = List.copyOf(Objects.requireNonNull(shards, "shards"));
    for (Entry shard : shards) {
      Objects.checkIndex(shard.blocks, blockSets.size());
    }
    Objects.checkFromIndexSize(shards.size() - added, /* size= */ added, shards.size());
  }

  /** A shard, with the position of its blocks in {@code blockSets} instead of the blocks. */
  record Entry(
      String path,
      long size,
      long checksum,
      long rows,
      long values,
      int blocks,
      Map<String, Bounds> bounds,
      List<Integer> emptyBlocks) {}

  /** The version that a commit makes, whose shards are {@code kept} and then its own. */
  static VersionFile of(
      long version,
      long timestamp,
      String id,
      Commit commit,
      List<Shard> kept,
      boolean complete,
      long removed,
      Totals totals,
      Map<String, Long> streams,
      Optional<TensorMapSchema> schema) {
    List<Shard> shards = new ArrayList<>(kept);
    shards.addAll(commit.shards());
    Map<BlockSet, Integer> blockSets = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>(shards.size());
    for (Shard shard : shards) {
      Integer known = blockSets.putIfAbsent(shard.blocks(), blockSets.size());
      int blocks = known == null ? blockSets.size() - 1 : known;
      entries.add(
          new Entry(
              shard.path(),
              shard.size(),
              shard.checksum(),
              shard.rows(),
              shard.values(),
              blocks,
              shard.bounds(),
              shard.emptyBlocks()));
    }
    return new VersionFile(
        commit.operation().sinceFormat(),
        version,
        timestamp,
        id,
        commit.operation(),
        complete,
        commit.shards().size(),
        removed,
        totals,
        streams,
        schema.orElse(null),
        columnLabels(blockSets.keySet()),
        List.copyOf(blockSets.keySet()),
        entries);
  }

  /** The labels of all sets together, as many as there is room for. */
  private static Map<Long, ColumnLabels> columnLabels(Iterable<BlockSet> blockSets) {
    Map<Long, ColumnLabels> labels = new LinkedHashMap<>();
    long stored = 0;
    for (BlockSet set : blockSets) {
      for (Map.Entry<Long, ColumnLabels> entry : set.labels().entrySet()) {
        long more = entry.getValue().storedValues();
        if (stored + more <= ColumnLabels.MAX_STORED
            && labels.putIfAbsent(entry.getKey(), entry.getValue()) == null) {
          stored += more;
        }
      }
    }
    return labels;
  }

  List<Shard> toShards() {
    return toShards(shards);
  }

  Change toChange() {
    return new Change(
        version,
        timestamp,
        operation,
        toShards(shards.subList(shards.size() - added, shards.size())),
        removed,
        totals,
        Optional.ofNullable(schema));
  }

  private List<Shard> toShards(List<Entry> entries) {
    List<BlockSet> labelled =
        blockSets.stream().map(blocks -> blocks.withLabels(columnLabels)).toList();
    return entries.stream()
        .map(
            entry ->
                new Shard(
                    entry.path,
                    entry.size,
                    entry.checksum,
                    entry.rows,
                    entry.values,
                    labelled.get(entry.blocks),
                    entry.bounds,
                    entry.emptyBlocks))
        .toList();
  }
}
