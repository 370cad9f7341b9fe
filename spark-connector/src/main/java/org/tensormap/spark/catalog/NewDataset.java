package org.tensormap.spark.catalog;

import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.write.TensorMapWriteBuilder;
import org.tensormap.spark.write.WriteTarget;

/**
 * A dataset that the next write makes or replaces as a whole.
 *
 * <p>For Spark it is staged, but there is nothing to stage: the commit of the write is the one step
 * by which the dataset comes into being, and until then no reader sees any of it.
 */
final class NewDataset implements StagedTable, SupportsWrite {
  private final WriteTarget target;
  private final SerializableConfiguration configuration;

  NewDataset(WriteTarget target, SerializableConfiguration configuration) {
    this.target = target;
    this.configuration = configuration;
  }

  @Override
  public String name() {
    return TensorMapSource.NAME + "." + target.storage().root();
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 4.0 asks for it.
  public StructType schema() {
    return new StructType();
  }

  @Override
  public Column[] columns() {
    return new Column[0];
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(
        TableCapability.BATCH_WRITE, TableCapability.TRUNCATE, TableCapability.ACCEPT_ANY_SCHEMA);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return new TensorMapWriteBuilder(info, target, configuration);
  }

  @Override
  public void commitStagedChanges() {}

  @Override
  public void abortStagedChanges() {}
}
