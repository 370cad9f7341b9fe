package org.tensormap.spark.catalog;

import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ElementAt;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayItem;
import org.apache.spark.sql.catalyst.expressions.Size;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.ColumnarRule;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.aggregate.BaseAggregateExec;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.tensormap.spark.read.TensorMapScan;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;

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
    SparkPlan node = first;
    while (node instanceof FilterExec || passesThrough(node)) {
      node = node.children().head();
    }
    if (!(node instanceof BatchScanExec scan)) {
      return consumer;
    }
    Optional<BatchScanExec> vectors = vectors(scan);
    if (vectors.isEmpty() || !takesElements(consumer, first, scan)) {
      return consumer;
    }
    return consumer.transformDown(
        new PlanRewrite<SparkPlan>(plan -> plan == scan ? vectors.get() : plan));
  }

  private static Optional<BatchScanExec> vectors(BatchScanExec plan) {
    if (!(plan.scan() instanceof TensorMapScan scan)) {
      return Optional.empty();
    }
    return scan.asVectors()
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

  private static boolean takesElements(SparkPlan consumer, SparkPlan first, BatchScanExec scan) {
    Iterator<AttributeReference> columns = scan.output().iterator();
    while (columns.hasNext()) {
      AttributeReference column = columns.next();
      if (TensorMapScan.isValues(column.name())) {
        return takesElements(consumer.expressions(), column.exprId())
            && takesElementsBelow(first, column.exprId());
      }
    }
    return false;
  }

  private static boolean takesElementsBelow(SparkPlan plan, ExprId values) {
    if (plan instanceof BatchScanExec) {
      return true;
    }
    return (passesThrough(plan) || takesElements(plan.expressions(), values))
        && takesElementsBelow(plan.children().head(), values);
  }

  private static boolean takesElements(Seq<Expression> expressions, ExprId values) {
    return expressions.forall(expression -> takesElements(expression, values));
  }

  private static boolean takesElements(Expression expression, ExprId values) {
    if (expression instanceof AttributeReference attribute) {
      return !attribute.exprId().equals(values);
    }
    boolean ofArray =
        expression instanceof GetArrayItem
            || expression instanceof ElementAt
            || expression instanceof Size;
    boolean skipsArray = ofArray && expression.children().head() instanceof AttributeReference;
    return expression
        .children()
        .iterator()
        .drop(skipsArray ? 1 : 0)
        .forall(child -> takesElements(child, values));
  }
}
