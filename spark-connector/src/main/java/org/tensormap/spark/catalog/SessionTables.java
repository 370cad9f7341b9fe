package org.tensormap.spark.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogUtils;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.SourceOptions;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Finds tables of this format in Spark's own catalog, which itself refuses to read a table as of a
 * version, whatever its format, and does not tell a table what a query says about it.
 *
 * @param session the session in whose catalog to look
 */
record SessionTables(SparkSession session) {
  /**
   * Looks for a table.
   *
   * @param name the parts of its name
   * @return the table; empty if there is none, or it has another format
   */
  Optional<SessionTable> find(List<String> name) {
    SessionCatalog catalog = session.sessionState().catalog();
    return identifier(name)
        .filter(identifier -> !catalog.isTempView(CollectionConverters.asScala(name).toSeq()))
        .filter(catalog::tableExists)
        .flatMap(identifier -> table(catalog, identifier));
  }

  private Optional<TableIdentifier> identifier(List<String> name) {
    CatalogManager manager = session.sessionState().catalogManager();
    String own = CatalogManager.SESSION_CATALOG_NAME();
    boolean inOwn = name.size() == 3 && name.get(0).equalsIgnoreCase(own);
    boolean inCurrent =
        name.size() < 3
            && manager.currentCatalog().name().equals(own)
            && !(name.size() == 2 && manager.isCatalogRegistered(name.get(0)));
    if (!inOwn && !inCurrent) {
      return Optional.empty();
    }
    List<String> local = inOwn ? name.subList(1, 3) : name;
    String table = local.get(local.size() - 1);
    return Optional.of(
        local.size() == 1
            ? new TableIdentifier(table)
            : new TableIdentifier(table, Option.apply(local.get(0))));
  }

  private static Optional<SessionTable> table(SessionCatalog catalog, TableIdentifier identifier) {
    CatalogTable table;
    try {
      table = catalog.getTableMetadata(identifier);
    } catch (NoSuchNamespaceException | NoSuchTableException e) {
      return Optional.empty();
    }
    boolean isOurs =
        table.provider().exists(TensorMapSource.NAME::equalsIgnoreCase)
            && table.storage().locationUri().isDefined();
    if (!isOurs) {
      return Optional.empty();
    }
    Map<String, String> properties = new HashMap<>(CollectionConverters.asJava(table.properties()));
    properties.put(
        SourceOptions.PATH, CatalogUtils.URIToString(table.storage().locationUri().get()));
    return Optional.of(
        new SessionTable(
            table.identifier(),
            new CaseInsensitiveStringMap(TableProperties.optionsOfSessionCatalog(properties))));
  }
}
