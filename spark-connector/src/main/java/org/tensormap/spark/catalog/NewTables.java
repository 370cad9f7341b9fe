package org.tensormap.spark.catalog;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.analysis.ResolvedIdentifier;
import org.apache.spark.sql.catalyst.plans.logical.CreateTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ReplaceTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.TableSpec;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.SourceOptions;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * Refuses to make a table of Spark's own catalog from a query at a location where there is
 * something, as Spark does for its own formats, and unless the same setting allows it: Spark makes
 * the table first, and inserts the rows then, which would add them to those that are there.
 *
 * @param session the session in whose catalog tables are made
 */
record NewTables(SparkSession session) {
  /**
   * Checks a plan before it is executed.
   *
   * @param plan the plan, all names in which were looked up
   * @return nothing
   * @throws org.tensormap.spark.TensorMapException if it makes such a table
   */
  BoxedUnit check(LogicalPlan plan) {
    if (plan instanceof CreateTableAsSelect create
        && create.name() instanceof ResolvedIdentifier name
        && create.tableSpec() instanceof TableSpec table
        && isOurs(name, table)
        && !((TableCatalog) name.catalog()).tableExists(name.identifier())) {
      checkLocation(name.identifier(), table);
    }
    if (plan instanceof ReplaceTableAsSelect replace
        && replace.name() instanceof ResolvedIdentifier name
        && replace.tableSpec() instanceof TableSpec table
        && isOurs(name, table)) {
      checkLocation(name.identifier(), table);
    }
    return BoxedUnit.UNIT;
  }

  private static boolean isOurs(ResolvedIdentifier name, TableSpec table) {
    return name.catalog().name().equals(CatalogManager.SESSION_CATALOG_NAME())
        && table.provider().exists(TensorMapSource.NAME::equalsIgnoreCase)
        && !SQLConf.get().allowNonEmptyLocationInCTAS();
  }

  private void checkLocation(Identifier name, TableSpec table) {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(CollectionConverters.asJava(table.options()));
    if (table.location().isDefined()) {
      options.put(SourceOptions.PATH, table.location().get());
    }
    String path = options.get(SourceOptions.PATH);
    if (path == null) {
      return;
    }
    options.put(SourceOptions.PATH, absolute(path, name));
    PathIdentifier identifier = PathIdentifier.of(new CaseInsensitiveStringMap(options));
    try {
      if (!Location.of(identifier, session).isAbsent()) {
        throw CatalogErrors.locationNotEmpty(name.toString(), path);
      }
    } catch (IOException e) {
      throw CatalogErrors.unreadable(path, e);
    }
  }

  /** A path that is not absolute is one in the directory of the database. */
  private String absolute(String path, Identifier name) {
    if (new Path(path).isAbsolute()) {
      return path;
    }
    URI database =
        session.sessionState().catalog().getDatabaseMetadata(name.namespace()[0]).locationUri();
    return new Path(new Path(database), path).toString();
  }
}
