package org.tensormap.spark.catalog;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A table that can not be looked at with the settings of the session that is the active one when
 * Spark looks it up. The session of the query is when the query is planned.
 *
 * @param path where it is
 * @param declared the options that it was declared with in Spark's own catalog
 * @param known its columns as Spark knows them, or those of the rows that a stream writes
 */
record UnseenTable(PathIdentifier path, Map<String, String> declared, StructType known)
    implements SupportsRead, SupportsWrite {
  @Override
  public String name() {
    return TensorMapSource.NAME + "." + path;
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 4.0 asks for it.
  public StructType schema() {
    return known;
  }

  @Override
  public Column[] columns() {
    return TableColumns.of(known);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(
        TableCapability.BATCH_READ,
        TableCapability.BATCH_WRITE,
        TableCapability.STREAMING_WRITE,
        TableCapability.TRUNCATE,
        TableCapability.OVERWRITE_BY_FILTER,
        TableCapability.ACCEPT_ANY_SCHEMA);
  }

  /**
   * Reads the table as the session of the query sees it.
   *
   * @throws org.tensormap.spark.TensorMapException if this session can not look at it either
   */
  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return ((SupportsRead) seen()).newScanBuilder(options);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return seen().newWriteBuilder(info);
  }

  private SupportsWrite seen() {
    return Location.tableOrNew(path, declared, SparkSession.active(), known);
  }
}
