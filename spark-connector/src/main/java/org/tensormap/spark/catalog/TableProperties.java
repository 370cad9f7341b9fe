package org.tensormap.spark.catalog;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.TableCatalog;

/** What Spark hands over as properties of a table: options of the user and entries of its own. */
final class TableProperties {
  private static final Set<String> OF_SPARK =
      Set.of(
          TableCatalog.PROP_PROVIDER,
          TableCatalog.PROP_OWNER,
          TableCatalog.PROP_COMMENT,
          TableCatalog.PROP_EXTERNAL,
          TableCatalog.PROP_LOCATION,
          TableCatalog.PROP_IS_MANAGED_LOCATION,
          "collation",
          "table_type");

  private TableProperties() {}

  /** Whether these are the properties of a table in Spark's own catalog, and not plain options. */
  static boolean isOfSessionCatalog(Map<String, String> properties) {
    return properties.containsKey(TableCatalog.PROP_PROVIDER);
  }

  /**
   * The options of a table in Spark's own catalog: those from the clause OPTIONS, and the path.
   * What is in TBLPROPERTIES is the user's, for any purpose.
   */
  static Map<String, String> optionsOfSessionCatalog(Map<String, String> properties) {
    Map<String, String> options = new TreeMap<>();
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(TableCatalog.OPTION_PREFIX)) {
            options.put(name.substring(TableCatalog.OPTION_PREFIX.length()), value);
          } else if (name.equals("path")) {
            options.put(name, value);
          }
        });
    return options;
  }

  /**
   * The options of a table in the path catalog: those from the clauses OPTIONS and TBLPROPERTIES,
   * since the table is nothing but its directory, where other properties would be lost.
   */
  static Map<String, String> optionsOfPathCatalog(String path, Map<String, String> properties) {
    String provider = properties.get(TableCatalog.PROP_PROVIDER);
    if (provider != null && !provider.equalsIgnoreCase(TensorMapSource.NAME)) {
      throw CatalogErrors.unsupported(
          "hold a table of the format '" + provider + "'", "Leave USING out.");
    }
    if (properties.containsKey(TableCatalog.PROP_LOCATION)) {
      throw CatalogErrors.unsupported(
          "put the table " + path + " elsewhere than its name says", "Leave LOCATION out.");
    }
    Map<String, String> options = new TreeMap<>();
    properties.forEach(
        (name, value) -> {
          if (!OF_SPARK.contains(name) && !name.startsWith(TableCatalog.OPTION_PREFIX)) {
            options.put(name, value);
          }
        });
    return options;
  }
}
