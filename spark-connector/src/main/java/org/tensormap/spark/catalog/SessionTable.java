package org.tensormap.spark.catalog;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A table of this format in Spark's own catalog.
 *
 * @param name its whole name
 * @param options the options that it was declared with, its path among them
 */
record SessionTable(TableIdentifier name, CaseInsensitiveStringMap options) {
  /**
   * Returns where the table is and which columns it has, for a query that reads it by its path.
   *
   * @param ofQuery options of the query, which come before those that were declared
   * @return the name of the table by its path
   * @throws org.tensormap.spark.TensorMapException if the table was declared with settings of file
   *     systems, for which a name has no room
   */
  PathIdentifier path(Map<String, String> ofQuery) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(options.asCaseSensitiveMap());
    all.putAll(ofQuery);
    PathIdentifier path = PathIdentifier.of(new CaseInsensitiveStringMap(all));
    if (!path.settings().isEmpty()) {
      throw CatalogErrors.declaredSettings(name.unquotedString(), path.settings().keySet());
    }
    return path;
  }

  /** A plan that reads the table, whose columns a query can call by the name of the table. */
  LogicalPlan aliased(LogicalPlan plan) {
    List<String> parts = CollectionConverters.asJava(name.nameParts());
    int last = parts.size() - 1;
    return new SubqueryAlias(
        new AliasIdentifier(
            parts.get(last), CollectionConverters.asScala(parts.subList(0, last)).toSeq()),
        plan);
  }
}
