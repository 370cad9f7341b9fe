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
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OverwriteByExpression;
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
 * <p>It registers the catalog in sessions that have none of its name, and tells it its session. And
 * since Spark asks a catalog for a table, and with it for its columns, by its name alone, it moves
 * the options which decide about columns into the name: {@code tensormap.`/data` WITH (layout =
 * 'blocks')} becomes {@code tensormap.`/data`.blocks}.
 *
 * <p>A path whose version is chosen gets a name with its layout in any case: with two parts it
 * could be the name of a file format and a file, which Spark refuses to read as of a version before
 * it looks whether there is a catalog. A table of Spark's own catalog, which knows no versions and
 * does not tell its tables what a query says about their columns, is read by its path then.
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
    TensorMapCatalog.bind(tables.session());
    return plan.resolveOperatorsUp(new PlanRewrite<>(this::renamedIfNeeded));
  }

  private LogicalPlan renamedIfNeeded(LogicalPlan node) {
    if (node instanceof RelationTimeTravel version
        && version.relation() instanceof UnresolvedRelation relation) {
      checkNoSettings(relation);
      return ofVersion(version, relation);
    }
    if (node instanceof InsertIntoStatement insert
        && insert.table() instanceof UnresolvedRelation relation) {
      checkNoSettings(relation);
    }
    if (node instanceof OverwriteByExpression overwrite
        && overwrite.table() instanceof UnresolvedRelation relation) {
      checkNoSettings(relation);
    }
    if (node instanceof UnresolvedRelation relation && !relation.options().isEmpty()) {
      checkNoSettings(relation);
      return withOptions(relation);
    }
    return node;
  }

  /** A relation whose version is chosen; itself if it is none of ours. */
  private LogicalPlan ofVersion(RelationTimeTravel version, UnresolvedRelation relation) {
    if (isPath(relation)) {
      return version.copy(
          renamed(relation, PathIdentifier::fullName), version.timestamp(), version.version());
    }
    Optional<SessionTable> table = find(relation);
    return table.isEmpty()
        ? version
        : table
            .get()
            .aliased(
                version.copy(
                    byPath(table.get(), relation), version.timestamp(), version.version()));
  }

  /** A relation that a query says something about. */
  private LogicalPlan withOptions(UnresolvedRelation relation) {
    if (isPath(relation)) {
      return has(relation, ReadOptions.OF_TABLES)
          ? renamed(relation, PathIdentifier::shortName)
          : relation;
    }
    if (isPathWithLayout(relation)) {
      return has(relation, IgnoredFiles.OPTIONS) ? ignoring(relation) : relation;
    }
    return has(relation, ReadOptions.OF_TABLES)
        ? find(relation).map(table -> table.aliased(byPath(table, relation))).orElse(relation)
        : relation;
  }

  private Optional<SessionTable> find(UnresolvedRelation relation) {
    return tables.find(CollectionConverters.asJava(relation.multipartIdentifier()));
  }

  /** A table of Spark's own catalog, by its path, with what the query says about it. */
  private static UnresolvedRelation byPath(SessionTable table, UnresolvedRelation relation) {
    Map<String, String> options = new HashMap<>(table.options());
    options.keySet().retainAll(ReadOptions.OF_SCANS);
    options.putAll(without(relation.options(), ReadOptions.OF_TABLES));
    return named(
        table.path(ofTable(relation)).fullName(), new CaseInsensitiveStringMap(options), relation);
  }

  /** A name has no room for settings of file systems, which would be lost on the way. */
  private void checkNoSettings(UnresolvedRelation relation) {
    List<String> settings =
        relation.options().keySet().stream().filter(SourceOptions::isSetting).sorted().toList();
    if (!settings.isEmpty() && (isInOurCatalog(relation) || find(relation).isPresent())) {
      throw CatalogErrors.settingsInSql(relation.name(), settings);
    }
  }

  private static boolean isInOurCatalog(UnresolvedRelation relation) {
    return relation.multipartIdentifier().length() > 1
        && relation.multipartIdentifier().head().equalsIgnoreCase(TensorMapSource.NAME);
  }

  private static boolean isPath(UnresolvedRelation relation) {
    return isInOurCatalog(relation) && relation.multipartIdentifier().length() == 2;
  }

  private static boolean isPathWithLayout(UnresolvedRelation relation) {
    return isInOurCatalog(relation)
        && relation.multipartIdentifier().length() > 2
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
    Map<String, String> ofTable = ofTable(relation);
    ofTable.put(SourceOptions.PATH, relation.multipartIdentifier().last());
    return named(
        names.apply(PathIdentifier.of(new CaseInsensitiveStringMap(ofTable))),
        without(relation.options(), ReadOptions.OF_TABLES),
        relation);
  }

  /** The options of a query that decide about columns, in lower case. */
  private static Map<String, String> ofTable(UnresolvedRelation relation) {
    Map<String, String> ofTable = new HashMap<>(relation.options());
    ofTable.keySet().retainAll(ReadOptions.OF_TABLES);
    return ofTable;
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
