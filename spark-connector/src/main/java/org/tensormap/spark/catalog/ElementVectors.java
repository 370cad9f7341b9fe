package org.tensormap.spark.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.ColumnarRule;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.aggregate.BaseAggregateExec;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.tensormap.spark.read.TensorMapScan;

/**
 * Reads arrays of values as vectors where a query wants single elements of them, {@code values[3]}.
 *
 * <p>A scan gives arrays as rows, because Spark takes a whole array over in one copy from a row but
 * element by element from a vector. For an element it is the other way round: a vector over the
 * mapped file copies nothing. Spark does not tell a scan which of the two a query does.
 */
final class ElementVectors extends ColumnarRule {
  @Override
  public Rule<SparkPlan> preColumnarTransitions() {
    return new Rule<>() {
      @Override
      public SparkPlan apply(SparkPlan plan) {
        return plan.transformDown(new PlanRewrite<>(ElementVectors::rewrite));
      }
    };
  }

  private static SparkPlan rewrite(SparkPlan consumer) {
    boolean isConsumer =
        consumer instanceof BaseAggregateExec
            || (consumer instanceof ProjectExec && !passesThrough(consumer));
    return isConsumer ? withVectors(consumer, consumer.children().head()) : consumer;
  }

  /** The consumer, reading vectors if nothing between it and the scan wants whole arrays. */
  private static SparkPlan withVectors(SparkPlan consumer, SparkPlan first) {
    List<SparkPlan> readers = new ArrayList<>(List.of(consumer));
    SparkPlan node = first;
    while (node instanceof FilterExec || passesThrough(node)) {
      if (!passesThrough(node)) {
        readers.add(node);
      }
      node = node.children().head();
    }
    if (!(node instanceof BatchScanExec scan)) {
      return consumer;
    }
    Optional<BatchScanExec> vectors =
        ElementUse.of(readers, scan).flatMap(use -> vectors(scan, use));
    return vectors.isEmpty()
        ? consumer
        : consumer.transformDown(
            new PlanRewrite<SparkPlan>(plan -> plan == scan ? vectors.get() : plan));
  }

  private static Optional<BatchScanExec> vectors(BatchScanExec plan, ElementUse use) {
    if (use.takesWholeArrays() || !(plan.scan() instanceof TensorMapScan scan)) {
      return Optional.empty();
    }
    return scan.asVectors(use.positions())
        .map(
            vectors -> {
              Object[] arguments = new Object[plan.productArity()];
              for (int i = 0; i < arguments.length; i++) {
                arguments[i] = plan.productElement(i) == scan ? vectors : plan.productElement(i);
              }
              return (BatchScanExec) plan.makeCopy(arguments);
            });
  }

  private static boolean passesThrough(SparkPlan plan) {
    return plan instanceof ProjectExec project
        && project.projectList().forall(each -> each instanceof AttributeReference);
  }
}
