package org.tensormap.spark.input;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.hadoop.fs.Path;
import org.tensormap.io.MtsFile;
import org.tensormap.io.MtsFormatException;
import org.tensormap.spark.SourceErrors;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Snapshot;
import org.tensormap.spark.log.Storage;
import org.tensormap.spark.log.SymbolicLinks;
import org.tensormap.spark.log.VersionChoice;

/** Finds out what there is to read at the paths that a user gave. */
public final class InputResolver {
  private final Configuration configuration;
  private final IgnoredFiles ignored;

  /**
   * Creates a resolver.
   *
   * @param configuration the settings of the file systems
   * @param ignored which files without a log to do without
   */
  public InputResolver(Configuration configuration, IgnoredFiles ignored) {
    this.configuration = configuration;
    this.ignored = ignored;
  }

  /**
   * Finds out what there is to read.
   *
   * @param paths a dataset; or files, directories of files, and globs of either
   * @param recursive whether to look for files in the directories below a directory, apart from
   *     hidden ones; none of them may be a dataset
   * @param version which version of a dataset to read
   * @return what there is
   * @throws IOException if a directory, a log or a file can not be read
   * @throws org.tensormap.spark.TensorMapException if there is nothing to read, or no such version
   */
  public Input resolve(List<String> paths, boolean recursive, VersionChoice version)
      throws IOException {
    List<FileStatus> found = new ArrayList<>();
    for (String path : paths) {
      found.addAll(expand(path));
    }
    List<InputFile> files = new ArrayList<>();
    for (FileStatus status : found) {
      if (!status.isDirectory()) {
        files.add(new InputFile(status.getPath().toString(), status.getLen()));
      } else if (!log(status.getPath()).isBegun()) {
        files.addAll(list(status.getPath(), recursive));
      } else if (found.size() == 1) {
        return dataset(status.getPath(), version);
      } else {
        throw InputErrors.severalDatasets(
            status.getPath().toString(), found.stream().map(FileStatus::getPath).toList());
      }
    }
    if (!version.equals(VersionChoice.LATEST)) {
      throw InputErrors.noVersions(paths);
    }
    return withoutLog(String.join(",", paths), files);
  }

  private DatasetLog log(Path directory) throws IOException {
    return new DatasetLog(Storage.of(directory, configuration));
  }

  /** A version of the dataset in a directory. */
  private Input dataset(Path path, VersionChoice version) throws IOException {
    Snapshot snapshot =
        version.find(log(path)).orElseThrow(() -> InputErrors.nothingCommitted(path.toString()));
    return dataset(Storage.of(path, configuration), snapshot);
  }

  /** A version of a dataset as something to read. */
  private static Input dataset(Storage storage, Snapshot snapshot) {
    return new Input(
        storage.root().toString(),
        Optional.of(storage),
        Optional.of(snapshot),
        snapshot.schema(),
        storage.root().toString(),
        InputFile.of(storage, snapshot.shards()));
  }

  /** What a path stands for: itself if there is such a file, else what its wildcards match. */
  private List<FileStatus> expand(String path) throws IOException {
    Path given = new Path(path);
    FileSystem fileSystem = Storage.fileSystem(given, configuration);
    FileStatus[] matches;
    try {
      return List.of(fileSystem.getFileStatus(given));
    } catch (FileNotFoundException e) {
      checkLinks(fileSystem, given);
      matches = fileSystem.globStatus(given);
    }
    if (matches == null || matches.length == 0) {
      throw SourceErrors.pathNotFound(List.of(path));
    }
    return List.of(matches);
  }

  /** A glob does not match links to what does not exist. */
  private void checkLinks(FileSystem fileSystem, Path glob) throws IOException {
    Path directory = glob.getParent();
    if (!ignored.missing() && directory != null) {
      GlobPattern names = new GlobPattern(glob.getName());
      SymbolicLinks.checkIn(fileSystem, directory, name -> isData(name) && names.matches(name));
    }
  }

  private List<InputFile> list(Path directory, boolean recursive) throws IOException {
    List<InputFile> files = new ArrayList<>();
    addFiles(Storage.fileSystem(directory, configuration), directory, recursive, files);
    if (files.isEmpty()) {
      throw InputErrors.noFiles(directory.toString());
    }
    files.sort(Comparator.comparing(InputFile::path));
    return files;
  }

  /** Adds the files of a directory, but not those of datasets, which only their log knows. */
  private void addFiles(
      FileSystem fileSystem, Path directory, boolean recursive, List<InputFile> files)
      throws IOException {
    if (!ignored.missing()) {
      SymbolicLinks.checkIn(fileSystem, directory, name -> !isHidden(name) && isData(name));
    }
    for (FileStatus status : fileSystem.listStatus(directory)) {
      String name = status.getPath().getName();
      if (status.isDirectory() && name.equals(DatasetLog.DIRECTORY)) {
        throw InputErrors.datasetAmongFiles(directory.toString());
      }
      if (isHidden(name)) {
        continue;
      }
      if (status.isFile() && isData(name)) {
        files.add(new InputFile(status.getPath().toString(), status.getLen()));
      } else if (status.isDirectory() && recursive) {
        addFiles(fileSystem, status.getPath(), true, files);
      }
    }
  }

  /** What other programs mark as their own. */
  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  private static boolean isData(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".mts") || lower.endsWith(".npz");
  }

  /**
   * The schema is that of the first file that has a block; the others are compared when read. Files
   * that are passed over stay among those to read, so that the read counts them.
   */
  private Input withoutLog(String name, List<InputFile> files) throws IOException {
    TensorMapException lastIgnored = null;
    boolean isAllIgnored = true;
    for (InputFile file : files) {
      try {
        Optional<TensorMapSchema> schema = schema(file);
        if (schema.isPresent()) {
          return new Input(name, Optional.empty(), Optional.empty(), schema, file.path(), files);
        }
        isAllIgnored = false;
      } catch (TensorMapException e) {
        ignored.ignore(file.path(), e);
        lastIgnored = e;
      }
    }
    if (lastIgnored != null && isAllIgnored) {
      throw InputErrors.allIgnored(name, files.size(), lastIgnored);
    }
    return new Input(name, Optional.empty(), Optional.empty(), Optional.empty(), name, files);
  }

  private Optional<TensorMapSchema> schema(InputFile file) throws IOException {
    try (MtsFile opened = MtsFile.open(InputFiles.open(file, configuration))) {
      return SchemaReader.read(opened);
    } catch (MtsFormatException | EOFException e) {
      throw InputErrors.corruptFile(e);
    }
  }
}
