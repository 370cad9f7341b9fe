package org.tensormap.spark.catalog;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * Where a stream is to be written, which can not be looked at with the settings of the session that
 * is the active one when the query is started. The session of the rows is when the query runs.
 *
 * @param path where
 * @param written the columns of the rows
 */
record UnseenTable(PathIdentifier path, StructType written) implements SupportsWrite {
  @Override
  public String name() {
    return TensorMapSource.NAME + "." + path;
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 4.0 asks for it.
  public StructType schema() {
    return written;
  }

  @Override
  public Column[] columns() {
    return TableColumns.of(written);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(
        TableCapability.STREAMING_WRITE,
        TableCapability.TRUNCATE,
        TableCapability.ACCEPT_ANY_SCHEMA);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return Location.tableOrNew(path, Map.of(), SparkSession.active(), new StructType())
        .newWriteBuilder(info);
  }
}
