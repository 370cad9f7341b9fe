package org.tensormap.spark.catalog;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.log.Commit;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Operation;
import org.tensormap.spark.maintenance.LocalRows;
import org.tensormap.spark.write.DeclaredOptions;
import org.tensormap.spark.write.ReplacedRows;
import org.tensormap.spark.write.TensorMapWriteBuilder;
import org.tensormap.spark.write.WriteTarget;

/**
 * A dataset that the next write makes or replaces as a whole.
 *
 * <p>For Spark it is staged, but there is nothing to stage: the commit of the write is the one step
 * by which the dataset comes into being, and until then no reader sees any of it.
 */
final class NewDataset implements StagedTable, SupportsRead, SupportsWrite {
  private final WriteTarget target;
  private final StructType columns;
  private final Map<String, String> options;
  private final Location location;
  private boolean isWritten;

  /**
   * Creates a dataset.
   *
   * @param target where it will be
   * @param columns the columns that its table was declared with; if there are none, it can not be
   *     read
   * @param options the options that its table was declared with, for the write that makes it
   * @param location the name of its table, and the settings of the file systems
   */
  NewDataset(
      WriteTarget target, StructType columns, Map<String, String> options, Location location) {
    this.target = target;
    this.columns = columns;
    this.options = options;
    this.location = location;
  }

  @Override
  public String name() {
    return TensorMapSource.NAME + "." + target.storage().root();
  }

  /** Returns the name, which plans show. */
  @Override
  public String toString() {
    return name();
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 4.0 asks for it.
  public StructType schema() {
    return columns;
  }

  @Override
  public Column[] columns() {
    return TableColumns.of(columns);
  }

  @Override
  public Set<TableCapability> capabilities() {
    Set<TableCapability> capabilities =
        EnumSet.of(
            TableCapability.BATCH_WRITE,
            TableCapability.STREAMING_WRITE,
            TableCapability.TRUNCATE,
            TableCapability.OVERWRITE_BY_FILTER,
            TableCapability.ACCEPT_ANY_SCHEMA);
    if (!columns.isEmpty()) {
      capabilities.add(TableCapability.BATCH_READ);
    }
    return capabilities;
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new LocalRows(columns, List.of());
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    SparkSession session = SparkSession.active();
    if (session != location.session() && target.operation() == Operation.APPEND) {
      return location.tableOrNew(session, columns).newWriteBuilder(info);
    }
    new UnknownUnions(session, info, location.configuration()).check();
    isWritten = true;
    Map<String, String> all =
        new HashMap<>(
            DeclaredOptions.ofTable(location.declared(), info.schema(), Optional.empty()));
    all.putAll(options);
    LogicalWriteInfo declared = DeclaredWrite.of(info, all);
    return new TensorMapWriteBuilder(
        declared,
        target,
        new SerializableConfiguration(location.configuration()),
        new ReplacedRows(session, () -> nothing(declared), location.identifier().layout()));
  }

  /** What there is before the write, with the schema that it will have as far as that is known. */
  private Input nothing(LogicalWriteInfo info) {
    String name = target.storage().root().toString();
    return new Input(
        name,
        Optional.of(target.storage()),
        Optional.empty(),
        TensorMapWriteBuilder.schema(info.schema(), info.options(), location.configuration()),
        name,
        List.of());
  }

  /** Makes the dataset without shards, if nothing was written that could have made it. */
  @Override
  public void commitStagedChanges() {
    if (isWritten) {
      return;
    }
    try {
      new DatasetLog(target.storage())
          .commit(new Commit(target.operation(), target.base(), declaredSchema(), List.of()));
    } catch (IOException e) {
      throw CatalogErrors.unreadable(target.storage().root().toString(), e);
    }
  }

  @Override
  public void abortStagedChanges() {}

  private Optional<TensorMapSchema> declaredSchema() {
    if (columns.isEmpty() && !options.isEmpty()) {
      throw CatalogErrors.declaredOptions(options.keySet());
    }
    return columns.isEmpty()
        ? Optional.empty()
        : TensorMapWriteBuilder.schema(
            columns, new CaseInsensitiveStringMap(options), location.configuration());
  }
}
