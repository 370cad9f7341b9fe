package org.tensormap.spark.catalog;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsDeleteV2;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.column.FileColumn;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.log.Commit;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Operation;
import org.tensormap.spark.log.Snapshot;
import org.tensormap.spark.log.Storage;
import org.tensormap.spark.log.Totals;
import org.tensormap.spark.read.ReadOptions;
import org.tensormap.spark.read.TensorMapScanBuilder;
import org.tensormap.spark.read.WholeShards;
import org.tensormap.spark.write.DeclaredOptions;
import org.tensormap.spark.write.ReplacedRows;
import org.tensormap.spark.write.TensorMapWriteBuilder;
import org.tensormap.spark.write.WriteErrors;
import org.tensormap.spark.write.WriteTarget;

/** A version of a dataset as a table, or files without a log, which can only be read. */
final class TensorMapTable
    implements SupportsRead, SupportsWrite, SupportsMetadataColumns, SupportsDeleteV2 {
  private final Input input;
  private final Layout layout;
  private final StructType schema;
  private final Location location;
  private final SerializableConfiguration configuration;

  /**
   * Creates a table.
   *
   * @param input what there is to read
   * @param location where it is, how tensor maps become rows, and what scans are told unless they
   *     are given other values
   */
  TensorMapTable(Input input, Location location) {
    this.input = input;
    this.location = location;
    this.layout = location.identifier().layout();
    this.schema = layout.structType(input);
    this.configuration = new SerializableConfiguration(location.configuration());
  }

  @Override
  public String name() {
    return TensorMapSource.NAME + "." + input.name();
  }

  /** Returns the name, which plans show. */
  @Override
  public String toString() {
    return name();
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
        TableCapability.MICRO_BATCH_READ,
        TableCapability.BATCH_WRITE,
        TableCapability.STREAMING_WRITE,
        TableCapability.TRUNCATE,
        TableCapability.OVERWRITE_BY_FILTER,
        TableCapability.ACCEPT_ANY_SCHEMA);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap ofScan) {
    String asked = ofScan.get(ReadOptions.LAYOUT);
    if (asked != null && !asked.equalsIgnoreCase(layout.name())) {
      throw CatalogErrors.layoutOfTable(input.name(), layout.title(), asked);
    }
    Map<String, String> all = new HashMap<>(new CaseInsensitiveStringMap(location.declared()));
    all.keySet().retainAll(ReadOptions.OF_SCANS);
    all.putAll(location.identifier().aboutIgnored());
    all.putAll(ofScan);
    return new TensorMapScanBuilder(
        input, layout, new CaseInsensitiveStringMap(all), configuration);
  }

  /**
   * What {@code SHOW TBLPROPERTIES} and {@code DESCRIBE EXTENDED} show of the version; {@code SHOW
   * CREATE TABLE} makes a statement of it that declares the same columns with the same roles.
   */
  @Override
  public Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put(TableCatalog.PROP_PROVIDER, TensorMapSource.NAME);
    properties.put(TableCatalog.PROP_LOCATION, input.name());
    properties.put(ReadOptions.LAYOUT, layout.title());
    location
        .declared()
        .forEach((name, value) -> properties.put(TableCatalog.OPTION_PREFIX + name, value));
    input
        .schema()
        .filter(known -> !layout.showsGradient())
        .ifPresent(known -> properties.putAll(DeclaredOptions.roles(known, layout)));
    input
        .snapshot()
        .ifPresent(
            snapshot -> {
              Totals totals = snapshot.totals();
              properties.put(TableProperties.VERSION, Long.toString(snapshot.version()));
              properties.put(TableProperties.SHARDS, Long.toString(totals.shards()));
              properties.put(TableProperties.ROWS, Long.toString(totals.rows()));
              properties.put(TableProperties.VALUES, Long.toString(totals.values()));
              properties.put(TableProperties.BYTES, Long.toString(totals.bytes()));
            });
    return properties;
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    SparkSession session = SparkSession.active();
    if (session != location.session()) {
      return location.tableOrNew(session, schema).newWriteBuilder(info);
    }
    new UnknownUnions(session, info, configuration.value()).check();
    Storage storage = dataset();
    long base = input.snapshot().map(Snapshot::version).orElseThrow();
    return new TensorMapWriteBuilder(
        DeclaredWrite.of(
            info, DeclaredOptions.ofTable(location.declared(), info.schema(), input.schema())),
        new WriteTarget(storage, Operation.APPEND, base),
        configuration,
        new ReplacedRows(session, () -> input, layout));
  }

  /**
   * Removes the shards whose rows all fulfill some conditions.
   *
   * @param conditions the conditions, all of which must hold
   * @throws org.tensormap.spark.TensorMapException if the log does not tell that of each shard
   *     either all rows or none fulfill them; then nothing is removed
   */
  @Override
  public void deleteWhere(Predicate[] conditions) {
    Storage storage = dataset();
    Snapshot snapshot = input.snapshot().orElseThrow();
    Set<String> removed = WholeShards.toDelete(input, layout, List.of(conditions)).paths();
    if (!removed.isEmpty()) {
      commit(storage, Commit.delete(snapshot.version(), removed));
    }
  }

  /** Removes all shards; the columns stay. */
  @Override
  public boolean truncateTable() {
    Storage storage = dataset();
    Snapshot snapshot = input.snapshot().orElseThrow();
    commit(
        storage, new Commit(Operation.OVERWRITE, snapshot.version(), snapshot.schema(), List.of()));
    return true;
  }

  private void commit(Storage storage, Commit commit) {
    try {
      new DatasetLog(storage).commit(commit);
    } catch (IOException e) {
      throw CatalogErrors.unreadable(input.name(), e);
    }
  }

  private Storage dataset() {
    return input.dataset().orElseThrow(() -> WriteErrors.notADataset(input.name()));
  }
}
