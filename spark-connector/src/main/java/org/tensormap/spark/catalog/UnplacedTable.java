package org.tensormap.spark.catalog;

import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.types.StructType;

/**
 * A table for which Spark's own catalog has not chosen a location yet; Spark asks for its columns
 * before it does.
 *
 * @param declared the columns that it is declared with
 */
record UnplacedTable(StructType declared) implements Table {
  @Override
  public String name() {
    return TensorMapSource.NAME;
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 4.0 asks for it.
  public StructType schema() {
    return declared;
  }

  @Override
  public Column[] columns() {
    return TableColumns.of(declared);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of();
  }
}
