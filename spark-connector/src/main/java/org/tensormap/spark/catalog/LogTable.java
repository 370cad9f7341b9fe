package org.tensormap.spark.catalog;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.SourceErrors;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.VersionChoice;
import org.tensormap.spark.maintenance.HistoryRows;
import org.tensormap.spark.maintenance.LocalRows;
import org.tensormap.spark.maintenance.ShardRows;

/**
 * What the log of a dataset says, as a table: {@code tensormap.`/data/features`.history} or {@code
 * tensormap.`/data/features`.shards}.
 *
 * @param name the name of the table
 * @param content the rows
 */
record LogTable(String name, LocalRows content) implements Table, SupportsRead {
  private static final String HISTORY = "history";
  private static final String SHARDS = "shards";
  private static final List<String> KINDS = List.of(HISTORY, SHARDS);

  /** Whether an identifier names such a table. */
  static boolean isNamedBy(Identifier identifier) {
    return identifier.namespace().length == 1 && KINDS.contains(kind(identifier));
  }

  /** Reads the log of the dataset that an identifier names, with the settings of a session. */
  static LogTable of(Identifier identifier, VersionChoice version, SparkSession session)
      throws IOException {
    String path = identifier.namespace()[0];
    PathIdentifier dataset = PathIdentifier.of(Identifier.of(new String[0], path));
    DatasetLog log = new DatasetLog(Location.of(dataset, session).storage());
    String name = TensorMapSource.NAME + "." + path + "." + identifier.name();
    if (kind(identifier).equals(SHARDS)) {
      return new LogTable(
          name,
          ShardRows.of(
              version.find(log).orElseThrow(() -> SourceErrors.pathNotFound(List.of(path)))));
    }
    if (!version.equals(VersionChoice.LATEST)) {
      throw CatalogErrors.unsupported(
          "show the history as of a version", "Select the rows of the table with a filter.");
    }
    return new LogTable(name, HistoryRows.of(log));
  }

  private static String kind(Identifier identifier) {
    return identifier.name().toLowerCase(Locale.ROOT);
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 4.0 asks for it.
  public StructType schema() {
    return content.readSchema();
  }

  @Override
  public Column[] columns() {
    return TableColumns.of(content.readSchema());
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return content;
  }
}
