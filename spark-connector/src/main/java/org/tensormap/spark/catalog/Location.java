package org.tensormap.spark.catalog;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.types.StructType;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.input.IgnoredFiles;
import org.tensormap.spark.input.InputResolver;
import org.tensormap.spark.log.Commit;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Operation;
import org.tensormap.spark.log.Storage;
import org.tensormap.spark.log.SymbolicLinks;
import org.tensormap.spark.log.VersionChoice;
import org.tensormap.spark.write.WriteErrors;
import org.tensormap.spark.write.WriteTarget;

/**
 * Where a table is, with the settings of the file systems.
 *
 * @param identifier the name of the table, which has its paths
 * @param declared the options that the table was declared with in Spark's own catalog
 * @param session the session that the settings are of
 * @param configuration the settings
 */
record Location(
    PathIdentifier identifier,
    Map<String, String> declared,
    SparkSession session,
    Configuration configuration) {
  /** The location of a table, with the settings of a session and of the table. */
  static Location of(PathIdentifier identifier, SparkSession session) {
    return of(identifier, Map.of(), session);
  }

  private static Location of(
      PathIdentifier identifier, Map<String, String> declared, SparkSession session) {
    Configuration configuration = session.sessionState().newHadoopConf();
    identifier.settings().forEach(configuration::set);
    return new Location(identifier, declared, session, configuration);
  }

  /**
   * What is there, or a dataset that the next write makes, with the settings of a session. Spark
   * looks some tables up while any session may be the active one; when it plans a write, that of
   * the rows is.
   */
  static SupportsWrite tableOrNew(
      PathIdentifier identifier,
      Map<String, String> declared,
      SparkSession session,
      StructType columns) {
    Location location = of(identifier, declared, session);
    try {
      Optional<TensorMapTable> table = location.find(VersionChoice.LATEST);
      return table.isPresent() ? table.get() : location.firstDataset(columns);
    } catch (IOException e) {
      throw CatalogErrors.unreadable(identifier.toString(), e);
    }
  }

  /** The same as it is in another session. */
  SupportsWrite tableOrNew(SparkSession other, StructType columns) {
    return tableOrNew(identifier, declared, other, columns);
  }

  /** Whether a path is this one. */
  boolean isAt(String path) throws IOException {
    return Storage.of(new Path(path), configuration).root().equals(storage().root());
  }

  /** What is there; empty if there is nothing. */
  Optional<TensorMapTable> find(VersionChoice version) throws IOException {
    try {
      return Optional.of(table(version));
    } catch (TensorMapException e) {
      // If there is something, somebody else may have been making it at that very moment.
      return isAbsent() ? Optional.empty() : Optional.of(table(version));
    }
  }

  private TensorMapTable table(VersionChoice version) throws IOException {
    return new TensorMapTable(
        new InputResolver(configuration, IgnoredFiles.of(identifier.aboutIgnored()))
            .resolve(identifier.paths(), identifier.recursive(), version),
        this);
  }

  /** The one path, as the directory of a dataset. */
  Storage storage() throws IOException {
    if (identifier.paths().size() > 1) {
      throw WriteErrors.severalPaths(identifier.paths());
    }
    return Storage.of(new Path(identifier.paths().get(0)), configuration);
  }

  /** A dataset that the next write makes or replaces, with what its table was declared with. */
  NewDataset newDataset(Operation operation, StructType columns, Map<String, String> options)
      throws IOException {
    Storage storage = storage();
    DatasetLog log = new DatasetLog(storage);
    // In this order, since the log may be begun meanwhile.
    if (!isAbsent() && !log.isBegun()) {
      throw WriteErrors.notADataset(storage.root().toString());
    }
    return newDataset(
        new WriteTarget(storage, operation, log.latestVersion().orElse(Commit.NO_VERSION)),
        columns,
        options);
  }

  /** A dataset that the next write makes where nothing was found. */
  NewDataset firstDataset(StructType columns) throws IOException {
    return newDataset(
        new WriteTarget(storage(), Operation.APPEND, Commit.NO_VERSION), columns, Map.of());
  }

  private NewDataset newDataset(
      WriteTarget target, StructType columns, Map<String, String> options) {
    return new NewDataset(target, columns, options, this);
  }

  /** Whether there is nothing to read at any of the paths. */
  boolean isAbsent() throws IOException {
    for (String given : identifier.paths()) {
      if (!isAbsent(new Path(given))) {
        return false;
      }
    }
    return true;
  }

  /**
   * An empty directory is as good as none, and so is a dataset that has no version yet.
   *
   * <p>Somebody else may be making the dataset at this very moment: its directory first, then its
   * log. So what was not there is asked for again where something else was found.
   */
  private boolean isAbsent(Path path) throws IOException {
    FileSystem fileSystem = Storage.fileSystem(path, configuration);
    Optional<FileStatus> found = status(fileSystem, path);
    if (found.isEmpty()) {
      if (!new GlobPattern(path.toString()).hasWildcard() || hasNoMatches(fileSystem, path)) {
        return true;
      }
      found = status(fileSystem, path);
    }
    if (found.isEmpty() || found.get().isFile()) {
      return false;
    }
    DatasetLog log = new DatasetLog(Storage.of(path, configuration));
    boolean isBegun = log.isBegun();
    if (!isBegun) {
      if (fileSystem.listStatus(path).length == 0) {
        SymbolicLinks.checkIn(fileSystem, path, name -> true);
        return true;
      }
      isBegun = log.isBegun();
    }
    return isBegun && log.latestVersion().isEmpty();
  }

  private static Optional<FileStatus> status(FileSystem fileSystem, Path path) throws IOException {
    try {
      return Optional.of(fileSystem.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static boolean hasNoMatches(FileSystem fileSystem, Path path) throws IOException {
    FileStatus[] matches = fileSystem.globStatus(path);
    return matches == null || matches.length == 0;
  }
}
