package org.tensormap.spark.write;

import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.expressions.filter.AlwaysFalse;
import org.apache.spark.sql.connector.expressions.filter.AlwaysTrue;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.datasources.v2.PushablePredicate;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.read.WholeShards;

/**
 * The rows that a write can replace by its own, and how a user can say which of them it does.
 *
 * @param session the session of the write
 * @param input what there is; asked for only if a write replaces a part of it
 * @param layout the layout of the rows that conditions are about
 */
public record ReplacedRows(SparkSession session, Supplier<Input> input, Layout layout) {
  /** The shards with the rows that fulfill some predicates. */
  WholeShards where(List<Predicate> predicates) {
    return WholeShards.toReplace(input.get(), layout, predicates);
  }

  /**
   * The shards with the rows that fulfill a condition of SQL. Spark makes it as simple as that of a
   * query, in whose plan it is what is left of the filter.
   */
  WholeShards where(String condition) {
    if (input.get().schema().isEmpty()) {
      throw WriteErrors.conditionWithoutColumns(input.get().name(), condition);
    }
    LogicalPlan plan =
        session
            .createDataFrame(
                JavaSparkContext.fromSparkContext(session.sparkContext()).<Row>emptyRDD(),
                layout.structType(input.get().schema()))
            .where(condition)
            .queryExecution()
            .optimizedPlan();
    return where(List.of(predicate(plan, condition)));
  }

  private Predicate predicate(LogicalPlan plan, String condition) {
    if (plan instanceof LogicalRDD) {
      return new AlwaysTrue();
    }
    if (plan instanceof LocalRelation) {
      return new AlwaysFalse();
    }
    if (plan instanceof Filter filter && filter.child() instanceof LogicalRDD) {
      scala.Option<Predicate> translated = PushablePredicate.unapply(filter.condition());
      if (translated.isDefined()) {
        return translated.get();
      }
    }
    throw WriteErrors.conditionNotAboutLabels(input.get().name(), condition);
  }
}
