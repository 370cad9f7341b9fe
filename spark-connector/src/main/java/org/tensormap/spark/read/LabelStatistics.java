package org.tensormap.spark.read;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.colstats.ColumnStatistics;
import org.tensormap.spark.AxisLabels;
import org.tensormap.spark.ColumnLabels;
import org.tensormap.spark.ColumnReference;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.condition.IntSet;
import org.tensormap.spark.condition.Label;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.log.BlockSet;
import org.tensormap.spark.log.Shard;

/**
 * What is known about a column of labels before it is read: its values are between two, and there
 * are at most so many different ones.
 *
 * @param least no label is less
 * @param greatest no label is greater
 * @param atMost how many different labels there are at most
 */
record LabelStatistics(int least, int greatest, long atMost) implements ColumnStatistics {
  @Override
  public OptionalLong distinctCount() {
    return OptionalLong.of(atMost);
  }

  @Override
  public Optional<Object> min() {
    return Optional.of(least);
  }

  @Override
  public Optional<Object> max() {
    return Optional.of(greatest);
  }

  /** Every row has all of its labels. */
  @Override
  public OptionalLong nullCount() {
    return OptionalLong.of(0);
  }

  @Override
  public OptionalLong avgLen() {
    return OptionalLong.of(Integer.BYTES);
  }

  @Override
  public OptionalLong maxLen() {
    return OptionalLong.of(Integer.BYTES);
  }

  /**
   * Finds what the log says about columns.
   *
   * @param shards the files that are read
   * @param layout how they become rows
   * @param columns the columns
   * @param samples the names of the sample dimensions
   * @param filter what the labels of wanted rows are
   * @param rows how many rows there are; empty if that is not known
   * @return the statistics of the columns of labels, as far as the log tells
   */
  static Map<NamedReference, ColumnStatistics> of(
      List<PlannedShard> shards,
      Layout layout,
      List<LayoutColumn> columns,
      List<String> samples,
      Condition filter,
      OptionalLong rows) {
    List<Shard> known = shards.stream().map(PlannedShard::shard).flatMap(Optional::stream).toList();
    if (known.size() < shards.size()) {
      return Map.of();
    }
    Map<NamedReference, ColumnStatistics> found = new HashMap<>();
    for (LayoutColumn column : columns) {
      values(known, layout, column, samples)
          .map(all -> all.intersection(filter.possible(Label.of(column))))
          .filter(all -> !all.isEmpty())
          .ifPresent(
              all ->
                  found.put(
                      ColumnReference.of(column.name()),
                      new LabelStatistics(
                          all.min(),
                          all.max(),
                          Math.min(all.size(), rows.orElse(Long.MAX_VALUE)))));
    }
    return found;
  }

  /** All values of a column, and maybe others; the log does not know the labels of gradients. */
  private static Optional<IntSet> values(
      List<Shard> shards, Layout layout, LayoutColumn column, List<String> samples) {
    int dimension = column.dimension();
    return switch (column.role()) {
      case KEY -> Optional.of(keys(shards, dimension));
      case SAMPLE ->
          Optional.of(
              IntSet.union(
                  shards.stream()
                      .map(shard -> shard.bounds().get(samples.get(dimension)))
                      .filter(Objects::nonNull)
                      .map(bounds -> IntSet.range(bounds.min(), bounds.max()))
                      .toList()));
      case COMPONENT -> layout.showsGradient() ? Optional.empty() : columnLabels(shards, column);
      case PROPERTY -> columnLabels(shards, column);
      default -> Optional.empty();
    };
  }

  private static IntSet keys(List<Shard> shards, int dimension) {
    return IntSet.of(
        blockSets(shards).stream()
            .flatMap(blocks -> blocks.keys().stream())
            .mapToInt(key -> key.get(dimension))
            .toArray());
  }

  /** The labels of components or properties, if the log knows them all. */
  private static Optional<IntSet> columnLabels(List<Shard> shards, LayoutColumn column) {
    Set<ColumnLabels> distinct = new HashSet<>();
    for (BlockSet blocks : blockSets(shards)) {
      for (int block = 0; block < blocks.keys().size(); block++) {
        Optional<ColumnLabels> labels = blocks.labels(block);
        if (labels.isEmpty()) {
          return Optional.empty();
        }
        distinct.add(labels.get());
      }
    }
    return Optional.of(
        IntSet.of(
            distinct.stream()
                .flatMapToInt(labels -> dimension(labels, column.role(), column.dimension()))
                .toArray()));
  }

  private static IntStream dimension(ColumnLabels labels, Role role, int dimension) {
    AxisLabels axis =
        role == Role.PROPERTY ? labels.properties() : labels.components().get(dimension);
    int first = role == Role.PROPERTY ? dimension : 0;
    return IntStream.range(0, axis.size())
        .map(entry -> axis.values().get(entry * axis.names().size() + first));
  }

  /** Many shards have the same blocks. */
  private static Set<BlockSet> blockSets(List<Shard> shards) {
    Set<BlockSet> sets = Collections.newSetFromMap(new IdentityHashMap<>());
    shards.forEach(shard -> sets.add(shard.blocks()));
    return sets;
  }
}
