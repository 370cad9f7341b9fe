package org.tensormap.spark.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Finds and deletes what is in the directory of a dataset, but belongs to no version.
 *
 * <p>A file that is not named by any version may belong to a write that is still running, which
 * names it when it commits. Nothing tells these from the files of writes that were killed but their
 * age; so files stay until they are older than any write could be. Files whose names this library
 * does not give are never touched.
 *
 * <p>The files are listed before the log is read: one that is in the list, and is committed in
 * between, is then found in the log.
 */
public final class Vacuum {
  /** How many files are being deleted at a time. */
  private static final int DELETING_THREADS = 16;

  private final Storage storage;
  private final VersionFiles files;
  private final long before;
  private final OptionalInt retainedVersions;

  /**
   * Plans a vacuum.
   *
   * @param storage where the dataset is
   * @param before the time in milliseconds since 1970 since which files and versions are kept: no
   *     write that is running began before it, and no query reads a version that was replaced
   *     before it
   * @param retainedVersions how many of the latest versions are kept however old they are; if
   *     empty, all versions are kept
   */
  public Vacuum(Storage storage, long before, OptionalInt retainedVersions) {
    this.storage = storage;
    this.files = new VersionFiles(storage);
    this.before = before;
    this.retainedVersions = retainedVersions;
  }

  /**
   * Lists what there is to delete, and deletes nothing.
   *
   * @return the files; versions first, from the oldest on
   * @throws IOException if the directory or the log can not be read
   * @throws org.tensormap.spark.TensorMapException if there is no dataset
   */
  public List<Garbage> list() throws IOException {
    if (!new DatasetLog(storage).isBegun()) {
      throw LogErrors.notADataset(storage.root());
    }
    List<FileStatus> old = oldFiles();
    List<Long> versions = files.numbers();
    long oldest = versions.isEmpty() ? 0 : oldestRetained(versions);
    Set<String> named = named(versions, oldest);
    List<Garbage> garbage = new ArrayList<>();
    for (long version : versions) {
      if (version < oldest) {
        String path = files.relativePath(version);
        long bytes = storage.fileSystem().getFileStatus(storage.resolve(path)).getLen();
        garbage.add(new Garbage(path, Garbage.Kind.VERSION, bytes));
      }
    }
    for (FileStatus file : old) {
      String path = relative(file.getPath());
      if (AtomicCreate.isTemporary(path)) {
        garbage.add(new Garbage(path, Garbage.Kind.TEMPORARY, file.getLen()));
      } else if (ShardName.matches(path) && !named.contains(path)) {
        garbage.add(new Garbage(path, Garbage.Kind.SHARD, file.getLen()));
      }
    }
    return garbage;
  }

  /**
   * Deletes what there is to delete. A version file goes before the shards that it names, and
   * before the versions after it, so that what is left after a failure can be read and vacuumed
   * again.
   *
   * @return the files that were deleted
   * @throws IOException if the directory or the log can not be read, or a file can not be deleted
   * @throws org.tensormap.spark.TensorMapException if there is no dataset
   */
  public List<Garbage> run() throws IOException {
    List<Garbage> garbage = list();
    List<Garbage> others = new ArrayList<>();
    for (Garbage file : garbage) {
      if (file.kind() == Garbage.Kind.VERSION) {
        storage.delete(file.path());
      } else {
        others.add(file);
      }
    }
    deleteTogether(others);
    return garbage;
  }

  /**
   * Deletes files that nothing names any more, in any order and several at a time, since each is a
   * request that a server takes its time for. If some can not be deleted, all others are.
   */
  private void deleteTogether(List<Garbage> others) throws IOException {
    if (others.isEmpty()) {
      return;
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(others.size(), DELETING_THREADS));
    try {
      List<Callable<Void>> deletions = new ArrayList<>();
      for (Garbage file : others) {
        deletions.add(
            () -> {
              storage.delete(file.path());
              return null;
            });
      }
      for (Future<Void> deletion : threads.invokeAll(deletions)) {
        deletion.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(
          "not all files of the dataset "
              + storage.root()
              + " that nobody needs could be deleted: "
              + e.getCause().getMessage(),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while files were being deleted");
    } finally {
      threads.shutdownNow();
    }
  }

  /** The oldest version to keep: one that is complete, so that nothing before it is needed. */
  private long oldestRetained(List<Long> versions) throws IOException {
    long oldest = files.oldest(versions);
    if (retainedVersions.isEmpty()) {
      return oldest;
    }
    long latest = versions.get(versions.size() - 1);
    long lastExpiring = latest - retainedVersions.getAsInt();
    long retained = oldest;
    while (retained <= lastExpiring && files.read(retained + 1, latest).timestamp() < before) {
      retained++;
    }
    return files.readChain(retained).getFirst().version();
  }

  /** The shards of all versions from one on. */
  private Set<String> named(List<Long> versions, long oldest) throws IOException {
    Set<String> named = new HashSet<>();
    for (long version : versions) {
      if (version >= oldest) {
        files.read(version, version).shards().forEach(shard -> named.add(shard.path()));
      }
    }
    return named;
  }

  private List<FileStatus> oldFiles() throws IOException {
    List<FileStatus> old = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> all =
          storage.fileSystem().listFiles(storage.root(), /* recursive= */ true);
      while (all.hasNext()) {
        FileStatus file = all.next();
        if (file.getModificationTime() < before) {
          old.add(file);
        }
      }
    } catch (FileNotFoundException e) {
      throw new IOException(
          "files of the dataset " + storage.root() + " are being deleted by somebody else", e);
    }
    return old;
  }

  private String relative(Path file) {
    return storage.root().toUri().relativize(file.toUri()).getPath();
  }
}
