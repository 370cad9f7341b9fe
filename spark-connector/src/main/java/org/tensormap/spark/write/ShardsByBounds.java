package org.tensormap.spark.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.tensormap.spark.log.Bounds;
import org.tensormap.spark.log.Shard;

/**
 * Shards, to find those of them whose bounds do not rule out that they have a sample of another
 * one, without looking at all of them.
 *
 * <p>This is an interval tree over the dimension that tells shards apart best: they are in
 * ascending order of their least label, in the middle of a range is its root, and each root knows
 * the greatest label in its range.
 */
final class ShardsByBounds {
  /** The dimension; empty if there are no samples at all. */
  private final String dimension;

  private final List<Shard> shards;
  private final int[] greatest;

  /**
   * Makes the tree.
   *
   * @param shards some shards; those without samples are never found
   */
  ShardsByBounds(List<Shard> shards) {
    List<Shard> all = shards.stream().filter(shard -> !shard.bounds().isEmpty()).toList();
    this.dimension = mostTelling(all);
    this.shards =
        all.stream()
            .filter(shard -> shard.bounds().containsKey(dimension))
            .sorted(Comparator.comparingInt(shard -> shard.bounds().get(dimension).min()))
            .toList();
    this.greatest = new int[this.shards.size()];
    fill(0, greatest.length);
  }

  /**
   * Tells whether the bounds of two shards do not rule out that they have a sample in common.
   *
   * @param one a shard
   * @param other another one
   * @return whether they may have one
   */
  static boolean haveCommonBounds(Shard one, Shard other) {
    for (Map.Entry<String, Bounds> dimension : one.bounds().entrySet()) {
      Bounds bounds = dimension.getValue();
      Bounds others = other.bounds().get(dimension.getKey());
      if (others == null || others.min() > bounds.max() || others.max() < bounds.min()) {
        return false;
      }
    }
    return !one.bounds().isEmpty();
  }

  /**
   * Tells whether one of the shards that may have a sample of another passes a test.
   *
   * @param other the other one, which may be one of these shards
   * @param test the test; no more shards are looked for once one has passed it
   * @return whether one has passed
   */
  boolean anyMatch(Shard other, Predicate<Shard> test) {
    Bounds bounds = other.bounds().get(dimension);
    return bounds != null
        && anyMatch(
            0,
            greatest.length,
            bounds,
            shard -> haveCommonBounds(shard, other) && test.test(shard));
  }

  /**
   * Finds the shards that may have a sample of another.
   *
   * @param other the other one, which may be one of these shards
   * @return the shards
   */
  List<Shard> similarTo(Shard other) {
    List<Shard> similar = new ArrayList<>();
    anyMatch(
        other,
        shard -> {
          similar.add(shard);
          return false;
        });
    return similar;
  }

  private boolean anyMatch(int start, int end, Bounds bounds, Predicate<Shard> test) {
    if (start == end) {
      return false;
    }
    int root = (start + end) >>> 1;
    if (greatest[root] < bounds.min()) {
      return false;
    }
    return anyMatch(start, root, bounds, test)
        || (shards.get(root).bounds().get(dimension).min() <= bounds.max()
            && (test.test(shards.get(root)) || anyMatch(root + 1, end, bounds, test)));
  }

  private int fill(int start, int end) {
    if (start == end) {
      return Integer.MIN_VALUE;
    }
    int root = (start + end) >>> 1;
    int children = Math.max(fill(start, root), fill(root + 1, end));
    greatest[root] = Math.max(shards.get(root).bounds().get(dimension).max(), children);
    return greatest[root];
  }

  /** The dimension in which the fewest pairs of shards have labels in the same range. */
  private static String mostTelling(List<Shard> shards) {
    TreeSet<String> dimensions = new TreeSet<>();
    shards.forEach(shard -> dimensions.addAll(shard.bounds().keySet()));
    return dimensions.stream()
        .min(Comparator.comparingLong(dimension -> overlaps(shards, dimension)))
        .orElse("");
  }

  /** How many pairs of shards overlap in a dimension: all but those of which one ends before. */
  private static long overlaps(List<Shard> shards, String dimension) {
    int[] starts = sorted(shards, dimension, Bounds::min);
    int[] ends = sorted(shards, dimension, Bounds::max);
    long overlaps = 0;
    int ended = 0;
    for (int i = 0; i < starts.length; i++) {
      while (ends[ended] < starts[i]) {
        ended++;
      }
      overlaps += i - ended;
    }
    return overlaps;
  }

  private static int[] sorted(List<Shard> shards, String dimension, ToIntFunction<Bounds> bound) {
    int[] sorted =
        shards.stream()
            .filter(shard -> shard.bounds().containsKey(dimension))
            .mapToInt(shard -> bound.applyAsInt(shard.bounds().get(dimension)))
            .toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
