package org.tensormap.spark.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.catalyst.trees.TreePattern;
import org.apache.spark.sql.types.Metadata;
import org.tensormap.spark.column.UnitedColumns;
import scala.Function1;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Lets the columns of a union know what the values of all its tables are. Spark gives them the
 * metadata of the first table, by which a write would store the values of the others under labels
 * that are not theirs, or in a type that does not hold them.
 *
 * <p>A column with other metadata is another one for Spark, with an identifier of its own; so it is
 * made by a projection of the first table, and whatever refers to the column is changed with it.
 */
final class UnionMetadata extends Rule<LogicalPlan> {
  /** A plan, and which of its columns are now which. */
  private record Rewritten(LogicalPlan plan, List<Tuple2<Attribute, Attribute>> columns) {
    Tuple2<LogicalPlan, Seq<Tuple2<Attribute, Attribute>>> toScala() {
      return new Tuple2<>(plan, CollectionConverters.asScala(columns).toSeq());
    }
  }

  /** What the rule does to each node, as Spark wants it. */
  private static final class Rewrite
      extends AbstractPartialFunction<
          LogicalPlan, Tuple2<LogicalPlan, Seq<Tuple2<Attribute, Attribute>>>> {
    private final Function<LogicalPlan, Rewritten> rewrite;

    Rewrite(Function<LogicalPlan, Rewritten> rewrite) {
      this.rewrite = rewrite;
    }

    @Override
    public boolean isDefinedAt(LogicalPlan node) {
      return true;
    }

    @Override
    @SuppressWarnings("unchecked") // Scala asks for wider types, which Java can not say.
    public <A extends LogicalPlan, B> B applyOrElse(A node, Function1<A, B> otherwise) {
      return (B) rewrite.apply(node).toScala();
    }
  }

  /**
   * Applies the rule to a plan whose relations have been looked up.
   *
   * @param plan the plan
   * @return the plan, in which unions have metadata that are true of all their tables
   */
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    if (!plan.containsPattern(TreePattern.UNION())) {
      return plan;
    }
    LogicalPlan united = plan.resolveOperatorsUpWithNewOutput(new Rewrite(UnionMetadata::united));
    return united == plan ? plan : withMetadataOfSources(united);
  }

  private static Rewritten united(LogicalPlan node) {
    List<Tuple2<Attribute, Attribute>> changed = new ArrayList<>();
    if (!(node instanceof Union union) || !union.resolved()) {
      return new Rewritten(node, changed);
    }
    List<LogicalPlan> tables = CollectionConverters.asJava(union.children());
    LogicalPlan first = tables.get(0);
    List<NamedExpression> columns = new ArrayList<>();
    for (int i = 0; i < first.output().size(); i++) {
      int column = i;
      Attribute own = first.output().apply(column);
      List<Metadata> metadata = tables.stream().map(table -> metadata(table, column)).toList();
      Metadata common =
          metadata.stream().anyMatch(UnitedColumns::isOfValues)
              ? UnitedColumns.metadata(metadata, own.dataType())
              : own.metadata();
      if (common.equals(own.metadata())) {
        columns.add(own);
      } else {
        Alias alias = alias(own, common);
        columns.add(alias);
        changed.add(new Tuple2<>(union.output().apply(column), alias.toAttribute()));
      }
    }
    if (changed.isEmpty()) {
      return new Rewritten(node, changed);
    }
    List<LogicalPlan> rewritten = new ArrayList<>(tables);
    rewritten.set(0, new Project(CollectionConverters.asScala(columns).toSeq(), first));
    LogicalPlan result =
        union.withNewChildren(CollectionConverters.asScala(rewritten).toIndexedSeq());
    return new Rewritten(result, changed);
  }

  private static Alias alias(Attribute column, Metadata metadata) {
    return new Alias(
        column,
        column.name(),
        NamedExpression.newExprId(),
        column.qualifier(),
        Option.apply(metadata),
        CollectionConverters.asScala(List.<String>of()).toSeq());
  }

  /** The metadata of a column, also if Spark has cast it to the type that the others have. */
  static Metadata metadata(LogicalPlan table, int column) {
    if (table instanceof Project project
        && project.projectList().apply(column) instanceof Alias alias
        && alias.child() instanceof Cast cast
        && cast.child() instanceof AttributeReference original) {
      return original.metadata();
    }
    return table.output().apply(column).metadata();
  }

  /**
   * References have the metadata that a column had when they were made; those to a table of a WITH
   * clause come after the table, and have its columns in its order.
   */
  private static LogicalPlan withMetadataOfSources(LogicalPlan plan) {
    Map<Long, Seq<Attribute>> tables = new HashMap<>();
    return plan.resolveOperatorsUp(
        new PlanRewrite<>(
            node -> {
              if (!node.resolved()) {
                return node;
              }
              LogicalPlan refreshed = withMetadata(node, sources(node, tables));
              if (refreshed instanceof CTERelationDef table) {
                tables.put(table.id(), table.output());
              }
              return refreshed;
            }));
  }

  /** What the columns that a node refers to have as metadata by now. */
  private static Map<ExprId, Metadata> sources(LogicalPlan node, Map<Long, Seq<Attribute>> tables) {
    Map<ExprId, Metadata> sources = new HashMap<>();
    if (node instanceof CTERelationRef reference && tables.containsKey(reference.cteId())) {
      Seq<Attribute> columns = tables.get(reference.cteId());
      for (int i = 0; i < columns.size(); i++) {
        sources.put(reference.output().apply(i).exprId(), columns.apply(i).metadata());
      }
    }
    for (LogicalPlan child : CollectionConverters.asJava(node.children())) {
      for (Attribute column : CollectionConverters.asJava(child.output())) {
        sources.put(column.exprId(), column.metadata());
      }
    }
    return sources;
  }

  private static LogicalPlan withMetadata(LogicalPlan node, Map<ExprId, Metadata> sources) {
    return node.transformExpressions(
        new PlanRewrite<Expression>(expression -> withMetadata(expression, sources)));
  }

  private static Expression withMetadata(Expression expression, Map<ExprId, Metadata> sources) {
    if (!(expression instanceof AttributeReference reference)) {
      return expression;
    }
    Metadata present = sources.getOrDefault(reference.exprId(), reference.metadata());
    boolean isOfValues =
        UnitedColumns.isOfValues(present) || UnitedColumns.isOfValues(reference.metadata());
    return isOfValues && !present.equals(reference.metadata())
        ? reference.withMetadata(present)
        : reference;
  }
}
