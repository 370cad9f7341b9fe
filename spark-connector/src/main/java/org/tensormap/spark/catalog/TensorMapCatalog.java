package org.tensormap.spark.catalog;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.functions.SqlFunctions;
import org.tensormap.spark.log.Commit;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Operation;
import org.tensormap.spark.log.Storage;
import org.tensormap.spark.read.Input;
import org.tensormap.spark.read.InputResolver;
import org.tensormap.spark.read.SampleRanges;
import org.tensormap.spark.write.WriteErrors;
import org.tensormap.spark.write.WriteTarget;

/**
 * A catalog in which the name of a table is its path: {@code SELECT * FROM
 * tensormap.`/data/features`}.
 */
public final class TensorMapCatalog implements StagingTableCatalog, FunctionCatalog {
  private String name = TensorMapSource.NAME;

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
   * Returns the table at a path.
   *
   * @param identifier its path, and maybe a layout
   * @return the table; if there is nothing at the path, and the identifier is made of the options
   *     of the format, one that can only be written
   * @throws org.tensormap.spark.TensorMapException if there is nothing at the path, or it can not
   *     be read; Spark's own exception for missing tables would make it look for a format that
   *     reads paths in SQL, and complain about that
   */
  @Override
  public Table loadTable(Identifier identifier) {
    PathIdentifier path = PathIdentifier.of(identifier);
    Configuration configuration = configuration(path);
    try {
      if (!isAbsent(path, configuration)) {
        Input input = new InputResolver(configuration).resolve(path.paths(), path.recursive());
        return new TensorMapTable(
            input, path.layout(), new SerializableConfiguration(configuration));
      }
      if (!path.mayBeAbsent()) {
        throw CatalogErrors.pathNotFound(path.paths());
      }
      return newDataset(path, Operation.APPEND);
    } catch (IOException e) {
      throw CatalogErrors.unreadable(String.join(", ", path.paths()), e);
    }
  }

  @Override
  public boolean tableExists(Identifier identifier) {
    PathIdentifier path = PathIdentifier.of(identifier);
    try {
      return !isAbsent(path, configuration(path));
    } catch (IOException e) {
      throw CatalogErrors.unreadable(String.join(", ", path.paths()), e);
    }
  }

  @Override
  @SuppressWarnings("deprecation") // All versions have it, and call it in the end.
  public StagedTable stageCreate(
      Identifier identifier,
      Column[] columns,
      Transform[] partitions,
      Map<String, String> properties)
      throws TableAlreadyExistsException {
    return staged(identifier, partitions, Operation.CREATE);
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
    return staged(identifier, partitions, Operation.OVERWRITE);
  }

  @Override
  @SuppressWarnings("deprecation") // All versions have it, and call it in the end.
  public StagedTable stageCreateOrReplace(
      Identifier identifier,
      Column[] columns,
      Transform[] partitions,
      Map<String, String> properties) {
    return staged(identifier, partitions, Operation.OVERWRITE);
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
   * Always fails: columns follow from the tensor maps in a dataset.
   *
   * @param identifier the table
   * @param changes what to change
   * @return never
   * @throws org.tensormap.spark.TensorMapException always
   */
  @Override
  public Table alterTable(Identifier identifier, TableChange... changes) {
    throw CatalogErrors.unsupported(
        "change the columns of a table", "They are those of the tensor maps in it.");
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
   * Returns a function: {@code tensormap.tm_keys} is {@code tm_keys}.
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
        .orElseThrow(() -> new NoSuchFunctionException(identifier));
  }

  private static StagedTable staged(
      Identifier identifier, Transform[] partitions, Operation operation) {
    PathIdentifier path = PathIdentifier.of(identifier);
    if (partitions.length > 0) {
      throw WriteErrors.partitioned(String.join(", ", path.paths()));
    }
    try {
      return newDataset(path, operation);
    } catch (IOException e) {
      throw CatalogErrors.unreadable(String.join(", ", path.paths()), e);
    }
  }

  private static NewDataset newDataset(PathIdentifier path, Operation operation)
      throws IOException {
    if (path.paths().size() > 1) {
      throw WriteErrors.severalPaths(path.paths());
    }
    Configuration configuration = configuration(path);
    Storage storage = Storage.of(new Path(path.paths().get(0)), configuration);
    OptionalLong latest = new DatasetLog(storage).latestVersion();
    if (latest.isEmpty() && !isAbsent(path, configuration)) {
      throw WriteErrors.notADataset(storage.root().toString());
    }
    return new NewDataset(
        new WriteTarget(storage, operation, latest.orElse(Commit.NO_VERSION)),
        new SerializableConfiguration(configuration));
  }

  /** Whether there is nothing to read at any of the paths. */
  private static boolean isAbsent(PathIdentifier identifier, Configuration configuration)
      throws IOException {
    for (String given : identifier.paths()) {
      if (!isAbsent(new Path(given), configuration)) {
        return false;
      }
    }
    return true;
  }

  /** An empty directory is as good as none, and so is a dataset that has no version yet. */
  private static boolean isAbsent(Path path, Configuration configuration) throws IOException {
    FileSystem fileSystem = Storage.fileSystem(path, configuration);
    if (!fileSystem.exists(path)) {
      FileStatus[] matches = fileSystem.globStatus(path);
      return matches == null || matches.length == 0;
    }
    if (fileSystem.getFileStatus(path).isFile()) {
      return false;
    }
    DatasetLog log = new DatasetLog(Storage.of(path, configuration));
    return log.isBegun() ? log.latestVersion().isEmpty() : fileSystem.listStatus(path).length == 0;
  }

  private static Configuration configuration(PathIdentifier identifier) {
    Configuration configuration = SparkSession.active().sessionState().newHadoopConf();
    identifier.settings().forEach(configuration::set);
    return configuration;
  }
}
