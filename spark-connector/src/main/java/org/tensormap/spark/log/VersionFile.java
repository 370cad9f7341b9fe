package org.tensormap.spark.log;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    @JsonSetter(nulls = Nulls.SET) TensorMapSchema schema,
    @JsonSetter(nulls = Nulls.SET, contentNulls = Nulls.FAIL) Map<Long, ColumnLabels> columnLabels,
    List<BlockSet> blockSets,
    List<Entry> shards) {

  /**
   * Creates a version.
   *
   * @throws IllegalArgumentException if its parts contradict each other
   */
  VersionFile {
    streams = Collections.unmodifiableMap(new TreeMap<>(streams));
    columnLabels = columnLabels == null ? Map.of() : Map.copyOf(columnLabels);
    blockSets = List.copyOf(blockSets);
    shards = List.copyOf(shards);
    checkCount("the number of added shards", added, shards.size());
    for (BlockSet blocks : blockSets) {
      checkKeys(blocks, schema);
    }
    for (Entry shard : shards) {
      checkShard(shard, blockSets);
    }
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
      @JsonSetter(nulls = Nulls.SET, contentNulls = Nulls.FAIL) List<Integer> emptyBlocks) {}

  private static void checkKeys(BlockSet blocks, TensorMapSchema schema) {
    for (List<Integer> key : blocks.keys()) {
      if (schema == null) {
        throw new IllegalArgumentException(
            "there is a block with the key " + key + ", but no schema");
      }
      if (key.size() != schema.keys().size()) {
        throw new IllegalArgumentException(
            "the key " + key + " does not fit the dimensions " + schema.keys());
      }
    }
  }

  private static void checkShard(Entry shard, List<BlockSet> blockSets) {
    String of = " of the shard " + shard.path;
    checkCount("the size" + of, shard.size, Long.MAX_VALUE);
    checkCount("the number of rows" + of, shard.rows, Long.MAX_VALUE);
    checkCount("the number of values" + of, shard.values, Long.MAX_VALUE);
    checkCount("the position of the blocks" + of, shard.blocks, blockSets.size() - 1L);
    if (shard.emptyBlocks != null) {
      long last = blockSets.get(shard.blocks).keys().size() - 1L;
      shard.emptyBlocks.forEach(
          block -> checkCount("the position of an empty block" + of, block, last));
    }
  }

  private static void checkCount(String what, long count, long most) {
    if (count < 0 || count > most) {
      throw new IllegalArgumentException(what + " is " + count + ", not within 0 to " + most);
    }
  }

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
        commit,
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
