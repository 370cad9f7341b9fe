package org.tensormap.spark.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.Transform;
import org.tensormap.spark.ColumnReference;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.log.Bounds;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Snapshot;

/**
 * Ranges of the leading sample dimension such that each shard of a dataset lies in one: shards
 * whose bounds overlap are in one range. So equal samples are in equal ranges, in two datasets as
 * well if they have the same ranges.
 *
 * <p>Spark compares how the two sides of a join are partitioned by the names of functions. The one
 * that gives the range of a sample has all ranges in its name, so that it is the same for datasets
 * that are sharded alike, and for no others.
 */
public final class SampleRanges implements Serializable {
  private static final String PREFIX = "sample_range";
  private static final Pattern NAME = Pattern.compile(PREFIX + "((?:_-?\\d{1,10})+)");

  /** Where each range begins, in ascending order; the last one has no end. */
  private final int[] starts;

  private SampleRanges(int[] starts) {
    this.starts = starts;
  }

  /** The ranges of all shards of a version; empty if no shard has samples. */
  static Optional<SampleRanges> of(Snapshot snapshot) {
    List<Bounds> sorted =
        snapshot.shards().stream()
            .map(shard -> bounds(shard, snapshot.schema()))
            .flatMap(Optional::stream)
            .sorted(Comparator.comparingInt(Bounds::min))
            .toList();
    List<Integer> starts = new ArrayList<>();
    long last = Long.MIN_VALUE;
    for (Bounds bounds : sorted) {
      if (bounds.min() > last) {
        starts.add(bounds.min());
      }
      last = Math.max(last, bounds.max());
    }
    return starts.isEmpty()
        ? Optional.empty()
        : Optional.of(new SampleRanges(starts.stream().mapToInt(Integer::intValue).toArray()));
  }

  /**
   * Returns the function that gives the range of a sample.
   *
   * @param name its name, which says where the ranges begin
   * @return the function; empty if functions of this kind have no such names
   */
  public static Optional<UnboundFunction> function(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      int[] starts =
          Arrays.stream(matcher.group(1).substring(1).split("_"))
              .mapToInt(Integer::parseInt)
              .toArray();
      return Optional.of(new SampleRangeFunction(name, new SampleRanges(starts)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The range of a sample: how many ranges begin before it or with it. */
  int rangeOf(int sample) {
    int found = Arrays.binarySearch(starts, sample);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The range of all samples of a shard; that of no sample if it has none. */
  int rangeOf(Shard shard, Optional<TensorMapSchema> schema) {
    return bounds(shard, schema).map(bounds -> rangeOf(bounds.min())).orElse(0);
  }

  /** How many ranges there are, with the one before the first that begins. */
  int count() {
    return starts.length + 1;
  }

  /** The range of a column, for Spark. */
  Transform transform(String column) {
    String name =
        IntStream.of(starts)
            .mapToObj(start -> "_" + start)
            .collect(Collectors.joining("", PREFIX, ""));
    return Expressions.apply(name, ColumnReference.of(column));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SampleRanges ranges && Arrays.equals(starts, ranges.starts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(starts);
  }

  /** For plans: there may be thousands. */
  @Override
  public String toString() {
    return starts.length + " ranges of samples";
  }

  private static Optional<Bounds> bounds(Shard shard, Optional<TensorMapSchema> schema) {
    return schema.map(names -> shard.bounds().get(names.samples().get(0)));
  }
}
