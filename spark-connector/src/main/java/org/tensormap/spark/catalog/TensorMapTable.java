package org.tensormap.spark.catalog;

import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.log.Operation;
import org.tensormap.spark.log.Snapshot;
import org.tensormap.spark.log.Storage;
import org.tensormap.spark.read.FileColumn;
import org.tensormap.spark.read.Input;
import org.tensormap.spark.read.Layout;
import org.tensormap.spark.read.ReadOptions;
import org.tensormap.spark.read.TensorMapScanBuilder;
import org.tensormap.spark.write.TensorMapWriteBuilder;
import org.tensormap.spark.write.WriteErrors;
import org.tensormap.spark.write.WriteTarget;

/** A version of a dataset as a table, or files without a log, which can only be read. */
final class TensorMapTable implements SupportsRead, SupportsWrite, SupportsMetadataColumns {
  private final Input input;
  private final Layout layout;
  private final StructType schema;
  private final SerializableConfiguration configuration;

  TensorMapTable(Input input, Layout layout, SerializableConfiguration configuration) {
    this.input = input;
    this.layout = layout;
    this.schema = layout.structType(input);
    this.configuration = configuration;
  }

  @Override
  public String name() {
    return TensorMapSource.NAME + "." + input.name();
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 4.0 asks for it.
  public StructType schema() {
    return schema;
  }

  @Override
  public Column[] columns() {
    return TableColumns.of(schema);
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return new MetadataColumn[] {new FileColumn()};
  }

  /** Rows are written in the layout that they have, whatever the layout of this table. */
  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(
        TableCapability.BATCH_READ,
        TableCapability.BATCH_WRITE,
        TableCapability.TRUNCATE,
        TableCapability.ACCEPT_ANY_SCHEMA);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    String asked = options.get(ReadOptions.LAYOUT);
    if (asked != null && !asked.equalsIgnoreCase(layout.name())) {
      throw CatalogErrors.layoutOfTable(input.name(), layout.title(), asked);
    }
    return new TensorMapScanBuilder(input, layout, options, configuration);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    Storage storage = input.dataset().orElseThrow(() -> WriteErrors.notADataset(input.name()));
    long base = input.snapshot().map(Snapshot::version).orElseThrow();
    return new TensorMapWriteBuilder(
        info, new WriteTarget(storage, Operation.APPEND, base), configuration);
  }
}
