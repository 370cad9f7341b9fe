package org.tensormap.spark.catalog;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.SourceOptions;

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

  /** What a table says about the version that is there. */
  static final String VERSION = "version";

  static final String SHARDS = "shards";
  static final String ROWS = "rows";
  static final String VALUES = "values";
  static final String BYTES = "bytes";

  private static final Set<String> OF_VERSION = Set.of(VERSION, SHARDS, ROWS, VALUES, BYTES);

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
          } else if (name.equals(SourceOptions.PATH)) {
            options.put(name, value);
          }
        });
    return options;
  }

  /** The options that such a table can show: not its path, nor settings, which may be secrets. */
  static Map<String, String> declared(CaseInsensitiveStringMap options) {
    Map<String, String> declared = new TreeMap<>(options.asCaseSensitiveMap());
    declared
        .keySet()
        .removeIf(
            name -> name.equalsIgnoreCase(SourceOptions.PATH) || SourceOptions.isSetting(name));
    return declared;
  }

  /**
   * The options of a table in the path catalog: those from the clauses OPTIONS and TBLPROPERTIES,
   * since the table is nothing but its directory, where other properties would be lost. What {@code
   * SHOW CREATE TABLE} says of the version that was there is left out.
   */
  static Map<String, String> optionsOfPathCatalog(Map<String, String> properties) {
    String provider = properties.get(TableCatalog.PROP_PROVIDER);
    if (provider != null && !provider.equalsIgnoreCase(TensorMapSource.NAME)) {
      throw CatalogErrors.unsupported(
          "hold a table of the format '" + provider + "'",
          "Leave USING out, or give the format tensormap.");
    }
    Map<String, String> options = new TreeMap<>();
    properties.forEach(
        (name, value) -> {
          if (!OF_SPARK.contains(name)
              && !OF_VERSION.contains(name)
              && !name.startsWith(TableCatalog.OPTION_PREFIX)) {
            options.put(name, value);
          }
        });
    return options;
  }
}
