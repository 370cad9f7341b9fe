package org.tensormap.spark.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Follows the columns that a query writes to the unions that they come from. A table may also be in
 * a union that only decides which rows are written, in which case it does not matter what the other
 * tables of this union are.
 */
final class WrittenColumns {
  private final ObjIntConsumer<Union> found;
  private final Map<Long, LogicalPlan> tablesOfWith = new HashMap<>();

  /**
   * Prepares to follow columns.
   *
   * @param found is told of each union, and which of its columns is written
   */
  WrittenColumns(ObjIntConsumer<Union> found) {
    this.found = found;
  }

  /** Follows all columns of what a command writes. */
  void follow(LogicalPlan command) {
    for (LogicalPlan query : CollectionConverters.asJava(command.children())) {
      follow(query, ids(query.output()));
    }
  }

  private void follow(LogicalPlan node, Set<ExprId> written) {
    if (node instanceof Union union) {
      List<Attribute> columns = CollectionConverters.asJava(union.output());
      for (int i = 0; i < columns.size(); i++) {
        if (written.contains(columns.get(i).exprId())) {
          found.accept(union, i);
        }
      }
      CollectionConverters.asJava(union.children())
          .forEach(table -> follow(table, atSamePositions(union, written, table)));
    } else if (node instanceof CTERelationRef reference) {
      LogicalPlan table = tablesOfWith.get(reference.cteId());
      if (table != null) {
        follow(table, atSamePositions(reference, written, table));
      }
    } else if (node instanceof WithCTE with) {
      for (CTERelationDef table : CollectionConverters.asJava(with.cteDefs())) {
        tablesOfWith.put(table.id(), table.child());
      }
      follow(with.plan(), written);
    } else {
      Set<ExprId> sources = sources(node, written);
      CollectionConverters.asJava(node.children()).forEach(child -> follow(child, sources));
    }
  }

  /** The columns from which a node makes some of its own, and those that it passes on. */
  private static Set<ExprId> sources(LogicalPlan node, Set<ExprId> written) {
    Set<ExprId> sources = new HashSet<>(written);
    Set<ExprId> named = new HashSet<>();
    for (Expression expression : CollectionConverters.asJava(node.expressions())) {
      if (expression instanceof NamedExpression column) {
        named.add(column.exprId());
        if (written.contains(column.exprId())) {
          sources.addAll(ids(expression.references().toSeq()));
        }
      }
    }
    boolean makesOthers =
        CollectionConverters.asJava(node.producedAttributes().toSeq()).stream()
            .map(Attribute::exprId)
            .anyMatch(id -> written.contains(id) && !named.contains(id));
    if (makesOthers) {
      sources.addAll(ids(node.references().toSeq()));
    }
    return sources;
  }

  private static Set<ExprId> atSamePositions(
      LogicalPlan node, Set<ExprId> written, LogicalPlan table) {
    Set<ExprId> ids = new HashSet<>();
    for (int i = 0; i < node.output().size(); i++) {
      if (written.contains(node.output().apply(i).exprId())) {
        ids.add(table.output().apply(i).exprId());
      }
    }
    return ids;
  }

  private static Set<ExprId> ids(Seq<Attribute> columns) {
    Set<ExprId> ids = new HashSet<>();
    columns.foreach(column -> ids.add(column.exprId()));
    return ids;
  }
}
