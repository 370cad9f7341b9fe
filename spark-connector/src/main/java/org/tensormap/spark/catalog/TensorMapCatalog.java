package org.tensormap.spark.catalog;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.ProcedureCatalog;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.tensormap.spark.SourceErrors;
import org.tensormap.spark.functions.SqlFunctions;
import org.tensormap.spark.log.Operation;
import org.tensormap.spark.log.VersionChoice;
import org.tensormap.spark.maintenance.Procedures;
import org.tensormap.spark.read.SampleRanges;
import org.tensormap.spark.write.WriteErrors;

/**
 * A catalog in which the name of a table is its path: {@code SELECT * FROM
 * tensormap.`/data/features`}.
 */
public final class TensorMapCatalog
    implements StagingTableCatalog, FunctionCatalog, ProcedureCatalog {
  private String name = TensorMapSource.NAME;

  /** The session whose catalog this is; null if nobody has said so. */
  private volatile SparkSession owner;

  /** Creates the catalog; Spark calls {@link #initialize} next. */
  public TensorMapCatalog() {}

  @Override
  public void initialize(String catalogName, CaseInsensitiveStringMap options) {
    name = catalogName;
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Tells the catalog of a session whose it is, so that tables have the settings of this session.
   * Spark does not tell, and asks for a table that is to be written while any other session may be
   * the active one.
   */
  static void bind(SparkSession session) {
    String setting = session.conf().get(TensorMapSource.CATALOG_SETTING, "");
    if (setting.equals(TensorMapCatalog.class.getName())
        && session.sessionState().catalogManager().catalog(TensorMapSource.NAME)
            instanceof TensorMapCatalog catalog) {
      catalog.owner = session;
    }
  }

  private SparkSession session() {
    SparkSession known = owner;
    return known == null ? SparkSession.active() : known;
  }

  /**
   * Returns the table at a path.
   *
   * @param identifier its path, and maybe a layout, or {@code history} or {@code shards}
   * @return the table; if there is nothing at the path, and the identifier is made of the options
   *     of the format, one that can only be written
   * @throws org.tensormap.spark.TensorMapException if there is nothing at the path, or it can not
   *     be read; Spark's own exception for missing tables would make it look for a format that
   *     reads paths in SQL, and complain about that
   */
  @Override
  public Table loadTable(Identifier identifier) {
    return load(identifier, VersionChoice.LATEST);
  }

  /**
   * Returns a version of the dataset at a path.
   *
   * @param identifier its path, and maybe a layout, or {@code shards}
   * @param version the number of the version
   * @return the table
   * @throws org.tensormap.spark.TensorMapException if there is no such dataset or version
   */
  @Override
  public Table loadTable(Identifier identifier, String version) {
    return load(identifier, new VersionChoice.Numbered(parse(version)));
  }

  /**
   * Returns the version of the dataset at a path that was the latest one at some time.
   *
   * @param identifier its path, and maybe a layout, or {@code shards}
   * @param timestamp the time, in microseconds since 1970
   * @return the table
   * @throws org.tensormap.spark.TensorMapException if there is no such dataset or version
   */
  @Override
  public Table loadTable(Identifier identifier, long timestamp) {
    return load(
        identifier,
        new VersionChoice.AsOf(Math.floorDiv(timestamp, TimeUnit.MILLISECONDS.toMicros(1))));
  }

  @Override
  public boolean tableExists(Identifier identifier) {
    PathIdentifier path = PathIdentifier.of(identifier);
    try {
      return !Location.of(path, session()).isAbsent();
    } catch (IOException e) {
      throw CatalogErrors.unreadable(String.join(", ", path.paths()), e);
    }
  }

  /**
   * Makes a dataset without shards.
   *
   * @param identifier its path
   * @param columns the columns of the rows that will be written; if there are none, the dataset
   *     takes the schema of what is written first
   * @param partitions none
   * @param properties the options of a write of such rows, and Spark's own
   * @return the table
   * @throws TableAlreadyExistsException if there is something at the path
   * @throws org.tensormap.spark.TensorMapException if such rows can not be written, or are to be
   *     partitioned
   */
  @Override
  @SuppressWarnings("deprecation") // All versions have it, and call it in the end.
  public Table createTable(
      Identifier identifier,
      Column[] columns,
      Transform[] partitions,
      Map<String, String> properties)
      throws TableAlreadyExistsException {
    if (tableExists(identifier)) {
      throw new TableAlreadyExistsException(identifier);
    }
    staged(identifier, columns, partitions, properties, Operation.CREATE).commitStagedChanges();
    return loadTable(identifier);
  }

  @Override
  @SuppressWarnings("deprecation") // All versions have it, and call it in the end.
  public StagedTable stageCreate(
      Identifier identifier,
      Column[] columns,
      Transform[] partitions,
      Map<String, String> properties) {
    return staged(identifier, columns, partitions, properties, Operation.CREATE);
  }

  @Override
  @SuppressWarnings("deprecation") // All versions have it, and call it in the end.
  public StagedTable stageReplace(
      Identifier identifier,
      Column[] columns,
      Transform[] partitions,
      Map<String, String> properties)
      throws NoSuchTableException {
    if (!tableExists(identifier)) {
      throw new NoSuchTableException(identifier);
    }
    return staged(identifier, columns, partitions, properties, Operation.OVERWRITE);
  }

  @Override
  @SuppressWarnings("deprecation") // All versions have it, and call it in the end.
  public StagedTable stageCreateOrReplace(
      Identifier identifier,
      Column[] columns,
      Transform[] partitions,
      Map<String, String> properties) {
    return staged(identifier, columns, partitions, properties, Operation.OVERWRITE);
  }

  @Override
  public UnboundProcedure loadProcedure(Identifier identifier) {
    return Procedures.load(identifier);
  }

  /**
   * Lists the procedures of a namespace; Spark 4.1 and later ask for it.
   *
   * @param namespace none, or {@code system}
   * @return the names of the procedures
   */
  @SuppressWarnings("MissingOverride") // Spark 4.0 does not have it.
  public Identifier[] listProcedures(String[] namespace) {
    return Procedures.list(namespace);
  }

  /**
   * Returns nothing: paths are not listed.
   *
   * @param namespace any namespace
   * @return no tables
   */
  @Override
  public Identifier[] listTables(String[] namespace) {
    return new Identifier[0];
  }

  /**
   * Always fails: columns follow from the tensor maps in a dataset, which keeps nothing else.
   *
   * @param identifier the table
   * @param changes what to change
   * @return never
   * @throws org.tensormap.spark.TensorMapException always
   */
  @Override
  public Table alterTable(Identifier identifier, TableChange... changes) {
    throw CatalogErrors.unsupported(
        "alter a table",
        "Its columns are those of the tensor maps in it, and it keeps no properties or comments.");
  }

  /**
   * Always fails: a path is not an entry of a catalog that could be removed without its files.
   *
   * @param identifier the table
   * @return never
   * @throws org.tensormap.spark.TensorMapException always
   */
  @Override
  public boolean dropTable(Identifier identifier) {
    throw CatalogErrors.unsupported("drop a table", "Delete its directory.");
  }

  /**
   * Always fails: the name of a table is its path.
   *
   * @param from the table
   * @param to its new name
   * @throws org.tensormap.spark.TensorMapException always
   */
  @Override
  public void renameTable(Identifier from, Identifier to) {
    throw CatalogErrors.unsupported("rename a table", "Move its directory.");
  }

  /**
   * Lists the functions, which are in no namespace.
   *
   * @param namespace any namespace
   * @return all functions in the empty namespace, none in others
   */
  @Override
  public Identifier[] listFunctions(String[] namespace) {
    return namespace.length > 0
        ? new Identifier[0]
        : SqlFunctions.all().stream()
            .map(function -> Identifier.of(namespace, function.name()))
            .toArray(Identifier[]::new);
  }

  /**
   * Returns a function: {@code tensormap.tm_keys} is {@code tm_keys}; or the one by which a scan
   * says how it is partitioned.
   *
   * @param identifier the name, in the empty namespace
   * @return the function
   * @throws NoSuchFunctionException if there is none of this name
   */
  @Override
  public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
    if (identifier.namespace().length > 0) {
      throw new NoSuchFunctionException(identifier);
    }
    return SqlFunctions.named(identifier.name().toLowerCase(Locale.ROOT))
        .or(() -> SampleRanges.function(identifier.name()))
        .orElseThrow(() -> new NoSuchFunctionException(identifier));
  }

  private Table load(Identifier identifier, VersionChoice version) {
    try {
      return LogTable.isNamedBy(identifier)
          ? LogTable.of(identifier, version, session())
          : load(PathIdentifier.of(identifier), version);
    } catch (IOException e) {
      throw CatalogErrors.unreadable(identifier.toString(), e);
    }
  }

  private Table load(PathIdentifier path, VersionChoice version) throws IOException {
    Location location = Location.of(path, session());
    Optional<TensorMapTable> table = location.find(version);
    if (table.isPresent()) {
      return table.get();
    }
    if (!path.mayBeAbsent() || !version.equals(VersionChoice.LATEST)) {
      throw SourceErrors.pathNotFound(path.paths());
    }
    return location.firstDataset(new StructType());
  }

  /** A table in Spark's own catalog, with the columns it was declared with if it is empty yet. */
  static Table declared(PathIdentifier path, Map<String, String> options, StructType columns) {
    return Location.tableOrNew(path, options, SparkSession.active(), columns);
  }

  private StagedTable staged(
      Identifier identifier,
      Column[] columns,
      Transform[] partitions,
      Map<String, String> properties,
      Operation operation) {
    PathIdentifier path = PathIdentifier.of(identifier);
    if (partitions.length > 0) {
      throw WriteErrors.partitioned(String.join(", ", path.paths()));
    }
    Map<String, String> options = TableProperties.optionsOfPathCatalog(properties);
    try {
      Location location = Location.of(path, session());
      String elsewhere = properties.get(TableCatalog.PROP_LOCATION);
      if (elsewhere != null && !location.isAt(elsewhere)) {
        throw CatalogErrors.unsupported(
            "put the table " + path + " elsewhere than its name says", "Leave LOCATION out.");
      }
      return location.newDataset(operation, TableColumns.structType(columns), options);
    } catch (IOException e) {
      throw CatalogErrors.unreadable(String.join(", ", path.paths()), e);
    }
  }

  private static long parse(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      throw CatalogErrors.notAVersion(version);
    }
  }
}
