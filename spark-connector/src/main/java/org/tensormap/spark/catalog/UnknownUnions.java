package org.tensormap.spark.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.tensormap.spark.ColumnLabels;
import org.tensormap.spark.KeyedColumnLabels;
import org.tensormap.spark.column.ColumnLabelsMetadata;
import org.tensormap.spark.column.UnitedColumns;
import org.tensormap.spark.write.TensorMapWriteBuilder;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Unions in a session without the rule {@link UnionMetadata}, which was made before this library
 * was on its class path. Their columns say what the first table is, so that a write would store the
 * values of the others under labels that are not theirs.
 *
 * @param session the session of a write
 * @param info the rows that are written
 * @param configuration the settings of the file systems
 */
record UnknownUnions(SparkSession session, LogicalWriteInfo info, Configuration configuration) {
  /**
   * Refuses to write values of such a union, if the tables do not agree about them.
   *
   * @throws org.tensormap.spark.TensorMapException if they do not
   */
  void check() {
    if (!hasRule()) {
      query().ifPresent(query -> new WrittenColumns(this::check).follow(query.analyzed()));
    }
  }

  private boolean hasRule() {
    return CollectionConverters.asJava(session.sessionState().analyzer().postHocResolutionRules())
        .stream()
        .anyMatch(rule -> rule instanceof UnionMetadata);
  }

  /** The query that this thread plans or runs, as far as Spark tells. */
  private Optional<QueryExecution> query() {
    return Optional.ofNullable(
            session.sparkContext().getLocalProperty(SQLExecution.EXECUTION_ID_KEY()))
        .map(id -> SQLExecution.getQueryExecution(Long.parseLong(id)));
  }

  /** Checks a column of a union that is written. */
  private void check(Union union, int column) {
    check(
        CollectionConverters.asJava(union.children()).stream()
            .map(table -> UnionMetadata.metadata(table, column))
            .toList(),
        union.output().apply(column).dataType());
  }

  private void check(List<Metadata> tables, DataType type) {
    Metadata first = tables.get(0);
    Metadata common = UnitedColumns.metadata(tables, type);
    if (tables.stream().noneMatch(UnitedColumns::isOfValues) || common.equals(first)) {
      return;
    }
    Stream.of(info.schema().fields())
        .filter(field -> field.metadata().equals(first))
        .findFirst()
        .ifPresent(
            field -> {
              if (!UnitedColumns.haveSameType(first, common, type)
                  || !haveSameLabels(field, common)) {
                throw CatalogErrors.unknownUnion(field.name());
              }
            });
  }

  /** Whether the labels that a column says its values have are true of all tables, or not used. */
  private boolean haveSameLabels(StructField column, Metadata common) {
    if (TensorMapWriteBuilder.sayLabels(info.options())) {
      return true;
    }
    Map<List<Integer>, ColumnLabels> ofAll =
        labels(new StructField(column.name(), column.dataType(), column.nullable(), common));
    return ofAll.entrySet().containsAll(labels(column).entrySet());
  }

  private Map<List<Integer>, ColumnLabels> labels(StructField column) {
    try {
      Map<List<Integer>, ColumnLabels> byKey = new HashMap<>();
      KeyedColumnLabels labels =
          ColumnLabelsMetadata.of(column, Optional.empty(), configuration)
              .orElseGet(() -> new KeyedColumnLabels.Builder(List.of()).build());
      labels
          .blocks()
          .forEach(block -> byKey.put(block.key(), labels.distinct().get(block.labels())));
      return byKey;
    } catch (IOException e) {
      throw new UncheckedIOException("the labels of columns can not be read", e);
    }
  }
}
