package org.tensormap.spark.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.condition.IntSet;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.layout.SamplesLayout;
import org.tensormap.spark.log.Shard;

/**
 * Aggregates that the log of a dataset knows: the number of rows, and the least and greatest labels
 * of keys and samples.
 *
 * <p>It knows them only of whole shards, so each shard must have either only wanted rows or none.
 */
final class LogAggregates {
  private final List<Shard> shards;
  private final Layout layout;
  private final List<String> samples;
  private final Map<String, LayoutColumn> columns = new HashMap<>();

  private LogAggregates(List<Shard> shards, Layout layout, Optional<TensorMapSchema> schema) {
    this.shards = shards;
    this.layout = layout;
    this.samples = schema.map(TensorMapSchema::samples).orElse(List.of());
    layout.columns(schema).forEach(column -> columns.put(column.name(), column));
  }

  /**
   * Looks aggregates up.
   *
   * @param input what is aggregated
   * @param layout its rows
   * @param filter which of them
   * @param aggregation the aggregates
   * @return the one row of the result; empty if the log does not tell
   */
  static Optional<LogScan> find(
      Input input, Layout layout, Condition filter, Aggregation aggregation) {
    if (input.snapshot().isEmpty() || aggregation.groupByExpressions().length > 0) {
      return Optional.empty();
    }
    List<Shard> wanted = new ArrayList<>();
    for (PlannedShard planned : ShardPruning.prune(input, layout, filter)) {
      if (!planned.isWhole()) {
        return Optional.empty();
      }
      planned.shard().ifPresent(wanted::add);
    }
    return new LogAggregates(wanted, layout, input.schema())
        .find(input.name(), aggregation.aggregateExpressions());
  }

  private Optional<LogScan> find(String name, AggregateFunc[] functions) {
    Object[] values = new Object[functions.length];
    StructType type = new StructType();
    for (int i = 0; i < functions.length; i++) {
      Optional<Found> found = find(functions[i]);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      values[i] = found.get().value;
      type = type.add(functions[i].toString(), found.get().type, values[i] == null);
    }
    return Optional.of(new LogScan(name, type, new GenericInternalRow(values)));
  }

  /** The value of one aggregate; null if there are no rows. */
  private record Found(DataType type, Object value) {}

  private Optional<Found> find(AggregateFunc function) {
    if (function instanceof CountStar) {
      return rowCount();
    }
    if (function instanceof Count count) {
      boolean hasNoNull =
          column(count.column()).filter(column -> !column.field().nullable()).isPresent();
      return count.isDistinct() || !hasNoNull ? Optional.empty() : rowCount();
    }
    if (function instanceof Min min) {
      return labels(min.column())
          .map(labels -> new Found(DataTypes.IntegerType, labels.isEmpty() ? null : labels.min()));
    }
    if (function instanceof Max max) {
      return labels(max.column())
          .map(labels -> new Found(DataTypes.IntegerType, labels.isEmpty() ? null : labels.max()));
    }
    return Optional.empty();
  }

  private Optional<Found> rowCount() {
    long rows = 0;
    for (Shard shard : shards) {
      OptionalLong more = layout.rowCount(shard);
      if (more.isEmpty()) {
        return Optional.empty();
      }
      rows += more.getAsLong();
    }
    return Optional.of(new Found(DataTypes.LongType, rows));
  }

  /** A set with the same least and greatest value as the labels of a column. */
  private Optional<IntSet> labels(Expression expression) {
    Optional<LayoutColumn> column = column(expression);
    boolean isRowPerSample = layout instanceof SamplesLayout shown && shown.gradient().isBlock();
    if (column.isEmpty() || !isRowPerSample) {
      return Optional.empty();
    }
    int dimension = column.get().dimension();
    return switch (column.get().role()) {
      case KEY -> keys(dimension);
      case SAMPLE -> Optional.of(bounds(samples.get(dimension)));
      default -> Optional.empty();
    };
  }

  private IntSet bounds(String dimension) {
    return IntSet.of(
        shards.stream()
            .map(shard -> shard.bounds().get(dimension))
            .filter(Objects::nonNull)
            .flatMapToInt(bounds -> IntStream.of(bounds.min(), bounds.max()))
            .toArray());
  }

  /** A block without samples has no rows that would show its key. */
  private Optional<IntSet> keys(int dimension) {
    if (shards.stream().anyMatch(shard -> shard.emptyBlocks() == null)) {
      return Optional.empty();
    }
    return Optional.of(
        IntSet.of(
            shards.stream()
                .flatMapToInt(
                    shard ->
                        IntStream.range(0, shard.blocks().keys().size())
                            .filter(block -> !shard.emptyBlocks().contains(block))
                            .map(block -> shard.blocks().keys().get(block).get(dimension)))
                .toArray()));
  }

  private Optional<LayoutColumn> column(Expression expression) {
    return expression instanceof NamedReference reference && reference.fieldNames().length == 1
        ? Optional.ofNullable(columns.get(reference.fieldNames()[0]))
        : Optional.empty();
  }
}
