package org.tensormap.spark.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.SourceOptions;
import org.tensormap.spark.input.IgnoredFiles;
import org.tensormap.spark.read.ReadOptions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes paths usable as tables in SQL, in a session that has the extensions of this library.
 *
 * <p>It registers the catalog in sessions that have none of its name. And since Spark asks a
 * catalog for a table, and with it for its columns, by its name alone, it moves the options which
 * decide about columns into the name: {@code tensormap.`/data` WITH (layout = 'blocks')} becomes
 * {@code tensormap.`/data`.blocks}.
 *
 * <p>A path whose version is chosen gets a name with its layout in any case: with two parts it
 * could be the name of a file format and a file, which Spark refuses to read as of a version before
 * it looks whether there is a catalog. A table of Spark's own catalog, which knows no versions, is
 * read by its path then.
 */
final class PathTables extends Rule<LogicalPlan> {
  private final SessionTables tables;

  PathTables(SessionTables tables) {
    this.tables = tables;
  }

  /**
   * Applies the rule to a plan whose relations have not been looked up yet.
   *
   * @param plan the plan
   * @return the plan with the names of tables as the catalog wants them
   */
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return plan.resolveOperatorsUp(new PlanRewrite<>(this::renamedIfNeeded));
  }

  private LogicalPlan renamedIfNeeded(LogicalPlan node) {
    if (node instanceof RelationTimeTravel version
        && version.relation() instanceof UnresolvedRelation relation) {
      return ofVersion(relation)
          .<LogicalPlan>map(path -> version.copy(path, version.timestamp(), version.version()))
          .orElse(node);
    }
    if (isPath(node) && has((UnresolvedRelation) node, ReadOptions.OF_TABLES)) {
      return renamed((UnresolvedRelation) node, PathIdentifier::shortName);
    }
    return isPathWithLayout(node) && has((UnresolvedRelation) node, IgnoredFiles.OPTIONS)
        ? ignoring((UnresolvedRelation) node)
        : node;
  }

  /** A relation whose version is chosen; empty if it is none of ours. */
  private Optional<UnresolvedRelation> ofVersion(UnresolvedRelation relation) {
    if (isPath(relation)) {
      return Optional.of(renamed(relation, PathIdentifier::fullName));
    }
    return tables
        .find(CollectionConverters.asJava(relation.multipartIdentifier()))
        .map(path -> named(path.fullName(), relation.options(), relation));
  }

  private static boolean isPath(LogicalPlan plan) {
    return plan instanceof UnresolvedRelation relation
        && relation.multipartIdentifier().length() == 2
        && relation.multipartIdentifier().head().equalsIgnoreCase(TensorMapSource.NAME);
  }

  private static boolean isPathWithLayout(LogicalPlan plan) {
    return plan instanceof UnresolvedRelation relation
        && relation.multipartIdentifier().length() > 2
        && relation.multipartIdentifier().head().equalsIgnoreCase(TensorMapSource.NAME)
        && !LogTable.isNamedBy(identifier(relation));
  }

  /** Whether a relation that is read has one of some options. */
  private static boolean has(UnresolvedRelation relation, Set<String> options) {
    return !relation.options().containsKey(UnresolvedRelation.REQUIRED_WRITE_PRIVILEGES())
        && options.stream().anyMatch(relation.options()::containsKey);
  }

  private static Identifier identifier(UnresolvedRelation relation) {
    List<String> name = CollectionConverters.asJava(relation.multipartIdentifier());
    return Identifier.of(
        name.subList(1, name.size() - 1).toArray(String[]::new), name.get(name.size() - 1));
  }

  private static UnresolvedRelation ignoring(UnresolvedRelation relation) {
    PathIdentifier path = PathIdentifier.of(identifier(relation)).ignoring(relation.options());
    return named(path.fullName(), without(relation.options(), IgnoredFiles.OPTIONS), relation);
  }

  private static UnresolvedRelation renamed(
      UnresolvedRelation relation, Function<PathIdentifier, List<String>> names) {
    Map<String, String> ofTable = new HashMap<>(relation.options());
    ofTable.keySet().retainAll(ReadOptions.OF_TABLES);
    ofTable.put(SourceOptions.PATH, relation.multipartIdentifier().last());
    return named(
        names.apply(PathIdentifier.of(new CaseInsensitiveStringMap(ofTable))),
        without(relation.options(), ReadOptions.OF_TABLES),
        relation);
  }

  private static CaseInsensitiveStringMap without(
      CaseInsensitiveStringMap options, Set<String> names) {
    Map<String, String> others = new HashMap<>(options);
    others.keySet().removeAll(names);
    return new CaseInsensitiveStringMap(others);
  }

  private static UnresolvedRelation named(
      List<String> path, CaseInsensitiveStringMap options, UnresolvedRelation relation) {
    List<String> name = new ArrayList<>(List.of(TensorMapSource.NAME));
    name.addAll(path);
    return new UnresolvedRelation(
        CollectionConverters.asScala(name).toSeq(), options, relation.isStreaming());
  }
}
