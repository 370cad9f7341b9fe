package org.tensormap.spark.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.SourceOptions;
import org.tensormap.spark.read.ReadOptions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes paths usable as tables in SQL, in a session that has the extensions of this library.
 *
 * <p>It registers the catalog in sessions that have none of its name. And since Spark asks a
 * catalog for a table, and with it for its columns, by its name alone, it moves the options which
 * decide about columns into the name: {@code tensormap.`/data` WITH (layout = 'blocks')} becomes
 * {@code tensormap.`/data`.blocks}.
 */
final class PathTables extends Rule<LogicalPlan> {
  /**
   * Applies the rule to a plan whose relations have not been looked up yet.
   *
   * @param plan the plan
   * @return the plan with the names of tables as the catalog wants them
   */
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return plan.resolveOperatorsUp(
        new PlanRewrite<>(
            node -> hasOptionsOfTable(node) ? renamed((UnresolvedRelation) node) : node));
  }

  private static boolean hasOptionsOfTable(LogicalPlan plan) {
    return plan instanceof UnresolvedRelation relation
        && relation.multipartIdentifier().length() == 2
        && relation.multipartIdentifier().head().equalsIgnoreCase(TensorMapSource.NAME)
        && !relation.options().containsKey(UnresolvedRelation.REQUIRED_WRITE_PRIVILEGES())
        && ReadOptions.OF_TABLES.stream().anyMatch(relation.options()::containsKey);
  }

  private static UnresolvedRelation renamed(UnresolvedRelation relation) {
    Map<String, String> ofTable = new HashMap<>();
    Map<String, String> others = new HashMap<>();
    relation
        .options()
        .forEach(
            (name, value) ->
                (ReadOptions.OF_TABLES.contains(name) ? ofTable : others).put(name, value));
    ofTable.put(SourceOptions.PATH, relation.multipartIdentifier().last());
    PathIdentifier identifier = PathIdentifier.of(new CaseInsensitiveStringMap(ofTable));
    List<String> name = new ArrayList<>(List.of(TensorMapSource.NAME));
    name.addAll(List.of(identifier.namespace()));
    name.add(identifier.name());
    return new UnresolvedRelation(
        CollectionConverters.asScala(name).toSeq(),
        new CaseInsensitiveStringMap(others),
        relation.isStreaming());
  }
}
