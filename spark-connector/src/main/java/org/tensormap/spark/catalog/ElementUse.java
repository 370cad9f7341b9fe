package org.tensormap.spark.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ElementAt;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayItem;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Size;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.tensormap.spark.read.TensorMapScan;
import scala.jdk.javaapi.CollectionConverters;

/** What a query does with the arrays of values that a scan gives. */
final class ElementUse {
  private final ExprId values;

  /** Which elements are looked at, as far as that is known when the query is planned. */
  private final Set<Integer> positions = new HashSet<>();

  private boolean takesWholeArrays;
  private boolean takesAnyElement;

  private ElementUse(ExprId values) {
    this.values = values;
  }

  /**
   * Finds out.
   *
   * @param readers the parts of the query that look at what the scan gives
   * @param scan the scan
   * @return what they do; empty if the scan gives no arrays of values
   */
  static Optional<ElementUse> of(List<SparkPlan> readers, BatchScanExec scan) {
    Optional<ElementUse> use =
        CollectionConverters.asJava(scan.output()).stream()
            .filter(column -> TensorMapScan.isValues(column.name()))
            .findFirst()
            .map(column -> new ElementUse(column.exprId()));
    use.ifPresent(
        found ->
            readers.forEach(
                reader -> CollectionConverters.asJava(reader.expressions()).forEach(found::add)));
    return use;
  }

  /** Whether something wants more of an array than single elements and its length. */
  boolean takesWholeArrays() {
    return takesWholeArrays;
  }

  /**
   * The positions of the elements that are looked at, those from -1 down counted from the end;
   * empty if only the values in a row tell.
   */
  Optional<Set<Integer>> positions() {
    return takesAnyElement ? Optional.empty() : Optional.of(positions);
  }

  private void add(Expression expression) {
    List<Expression> children = CollectionConverters.asJava(expression.children());
    if (isValues(expression)) {
      takesWholeArrays = true;
    } else if (!children.isEmpty() && isValues(children.get(0)) && addElement(expression)) {
      children.subList(1, children.size()).forEach(this::add);
    } else {
      children.forEach(this::add);
    }
  }

  /** Takes in which element of an array an expression wants; says whether it wants no others. */
  private boolean addElement(Expression expression) {
    if (expression instanceof GetArrayItem item) {
      addPosition(item.ordinal(), 0);
      return true;
    }
    if (expression instanceof ElementAt element) {
      addPosition(element.right(), 1);
      return true;
    }
    return expression instanceof Size;
  }

  private void addPosition(Expression ordinal, int first) {
    if (ordinal instanceof Literal literal && literal.value() instanceof Integer position) {
      positions.add(position < 0 ? position : position - first);
    } else {
      takesAnyElement = true;
    }
  }

  private boolean isValues(Expression expression) {
    return expression instanceof AttributeReference column && column.exprId().equals(values);
  }
}
