package org.tensormap.spark.catalog;

import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.types.StructType;

/**
 * A table of Spark's own catalog with damaged files, or none that can be looked at. Spark loads a
 * table also to drop it, which must be possible; whatever else is done with it fails.
 *
 * @param name what it is called
 * @param error what is wrong
 */
record UnreadableTable(String name, RuntimeException error) implements Table {
  @Override
  @SuppressWarnings("deprecation") // Spark 4.0 asks for it.
  public StructType schema() {
    throw error;
  }

  @Override
  public Column[] columns() {
    throw error;
  }

  @Override
  public Set<TableCapability> capabilities() {
    throw error;
  }
}
