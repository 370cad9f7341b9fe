package org.tensormap.spark.maintenance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.spark.log.BlockSet;
import org.tensormap.spark.log.Shard;

/**
 * Chooses which shards to join: small ones, first fit, whose blocks of the same key have the same
 * component and property labels.
 */
final class CompactionPlan {
  /** A shard that has more than this part of the target is large enough. */
  private static final double LARGE_ENOUGH = 0.75;

  private final long targetBytes;
  private final List<Group> groups = new ArrayList<>();

  private CompactionPlan(long targetBytes) {
    this.targetBytes = targetBytes;
  }

  /**
   * Groups shards.
   *
   * @param shards the shards of a dataset
   * @param targetBytes how large the joined shards may be
   * @return groups of at least two shards, in each the shards in the order in which they were given
   */
  static List<List<Shard>> of(List<Shard> shards, long targetBytes) {
    CompactionPlan plan = new CompactionPlan(targetBytes);
    shards.stream().filter(shard -> shard.size() <= LARGE_ENOUGH * targetBytes).forEach(plan::add);
    return plan.groups.stream()
        .map(group -> List.copyOf(group.shards))
        .filter(group -> group.size() > 1)
        .toList();
  }

  private void add(Shard shard) {
    for (Group group : groups) {
      if (group.bytes + shard.size() <= targetBytes && group.fits(shard.blocks())) {
        group.add(shard);
        return;
      }
    }
    Group group = new Group();
    group.add(shard);
    groups.add(group);
  }

  /** Shards that are joined to one. */
  private static final class Group {
    private final List<Shard> shards = new ArrayList<>();
    private final Map<List<Integer>, Long> columnsByKey = new HashMap<>();
    private long bytes;

    boolean fits(BlockSet blocks) {
      for (int i = 0; i < blocks.keys().size(); i++) {
        Long columns = columnsByKey.get(blocks.keys().get(i));
        if (columns != null && !columns.equals(blocks.columns().get(i))) {
          return false;
        }
      }
      return true;
    }

    void add(Shard shard) {
      shards.add(shard);
      bytes += shard.size();
      for (int i = 0; i < shard.blocks().keys().size(); i++) {
        columnsByKey.put(shard.blocks().keys().get(i), shard.blocks().columns().get(i));
      }
    }
  }
}
