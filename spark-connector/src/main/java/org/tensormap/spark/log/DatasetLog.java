package org.tensormap.spark.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.fs.FileAlreadyExistsException;

/**
 * The log of one dataset: reads versions, and commits new ones.
 *
 * <p>Holds no state but where the dataset is, so every call sees the present.
 */
public final class DatasetLog {
  /** The directory of the version files, inside that of the dataset. */
  public static final String DIRECTORY = "_tensormap";

  /** Every so many versions, one names all shards. */
  static final int COMPLETE_EVERY = 64;

  private static final int MAX_ATTEMPTS = 1000;
  private static final int MAX_PAUSE_MILLIS = 20;

  private final Storage storage;
  private final VersionFiles files;

  /**
   * Creates the log of a dataset, which need not exist yet.
   *
   * @param storage where the dataset is
   */
  public DatasetLog(Storage storage) {
    this.storage = storage;
    this.files = new VersionFiles(storage);
  }

  /**
   * Tells whether somebody has begun to write a dataset here.
   *
   * @return whether there is a directory for versions, with or without any
   * @throws IOException if the file system can not be asked
   */
  public boolean isBegun() throws IOException {
    return storage.exists(DIRECTORY);
  }

  /**
   * Marks the directory as that of a dataset, before any shard is written, so that the files of a
   * first write which fails are never taken for files without a log.
   *
   * @throws IOException if the directory can not be made
   */
  public void begin() throws IOException {
    storage.fileSystem().mkdirs(storage.resolve(DIRECTORY));
  }

  /**
   * Returns the number of the latest version.
   *
   * @return the number; empty if the dataset does not exist
   * @throws IOException if the log can not be listed
   */
  public OptionalLong latestVersion() throws IOException {
    return files.numbers().stream().mapToLong(Long::longValue).max();
  }

  /**
   * Returns the latest version.
   *
   * @return the version; empty if the dataset does not exist
   * @throws IOException if the log can not be read
   */
  public Optional<Snapshot> latest() throws IOException {
    OptionalLong version = latestVersion();
    return version.isPresent() ? Optional.of(load(version.getAsLong())) : Optional.empty();
  }

  /**
   * Returns one version.
   *
   * @param version its number
   * @return the version
   * @throws IOException if the log can not be read
   * @throws org.tensormap.spark.TensorMapException if there is no such dataset or version
   */
  public Snapshot at(long version) throws IOException {
    check(version, present());
    return load(version);
  }

  /**
   * Returns the version that was the latest one at some time.
   *
   * @param timestamp the time, in milliseconds since 1970
   * @return the version
   * @throws IOException if the log can not be read
   * @throws org.tensormap.spark.TensorMapException if there is no such dataset, or nothing from so
   *     long ago is left of it
   */
  public Snapshot asOf(long timestamp) throws IOException {
    List<Long> versions = present();
    long first = files.oldest(versions);
    long oldest = first;
    long last = versions.get(versions.size() - 1);
    while (first < last) {
      long middle = last - (last - first) / 2;
      if (files.read(middle, middle).timestamp() <= timestamp) {
        first = middle;
      } else {
        last = middle - 1;
      }
    }
    Snapshot found = load(first);
    if (found.timestamp() > timestamp) {
      throw LogErrors.nothingSoOld(storage.root(), timestamp, oldest, found.timestamp());
    }
    return found;
  }

  /**
   * Returns one version as the change that made it.
   *
   * @param version its number
   * @return the change
   * @throws IOException if the log can not be read
   * @throws org.tensormap.spark.TensorMapException if there is no such dataset or version
   */
  public Change change(long version) throws IOException {
    try {
      return files.read(version).toChange();
    } catch (FileNotFoundException e) {
      check(version, present());
      throw e;
    }
  }

  /**
   * Returns every version that is there, as the change that made it.
   *
   * @return the changes, the latest one first
   * @throws IOException if the log can not be read
   * @throws org.tensormap.spark.TensorMapException if there is no such dataset
   */
  public List<Change> history() throws IOException {
    List<Long> versions = present();
    long oldest = files.oldest(versions);
    List<Change> changes = new ArrayList<>();
    for (long version = versions.get(versions.size() - 1); version >= oldest; version--) {
      changes.add(files.read(version, version).toChange());
    }
    return changes;
  }

  /**
   * Makes sure that versions can be made where the dataset is, before any work is done for one.
   *
   * @throws IOException if the file system can not be asked
   * @throws org.tensormap.spark.TensorMapException if the file system can not create a file only if
   *     it does not exist
   */
  public void checkCanCommit() throws IOException {
    AtomicCreate.on(storage);
  }

  /**
   * Makes the next version.
   *
   * @param commit what changes
   * @return the number of the version; {@link Commit#NO_VERSION} if the commit is a part of a
   *     stream that was committed before, or adds nothing to a dataset, so that there was nothing
   *     to do
   * @throws IOException if the log can not be read or written; no version was made
   * @throws org.tensormap.spark.TensorMapException if the change can not be made because of what is
   *     there or was committed meanwhile, or, with the condition {@link
   *     org.tensormap.spark.ErrorCondition#TENSORMAP_COMMIT_STATE_UNKNOWN}, if nobody knows whether
   *     it was made; then the shards must not be deleted
   */
  public long commit(Commit commit) throws IOException {
    return commit(commit, List.of());
  }

  /**
   * Makes the next version, if what it is added to allows that.
   *
   * @param commit what changes
   * @param preconditions what has to be true of the shards that will be there beside those of the
   *     commit
   * @return the number of the version, as of {@link #commit(Commit)}
   * @throws IOException if the log can not be read or written; no version was made
   * @throws org.tensormap.spark.TensorMapException as from {@link #commit(Commit)} and the
   *     preconditions
   */
  public long commit(Commit commit, List<Precondition> preconditions) throws IOException {
    AtomicCreate atomicCreate = AtomicCreate.on(storage);
    String id = UUID.randomUUID().toString();
    begin();
    long checked = Commit.NO_VERSION;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      NextVersion next = new NextVersion(files, latestFile(), commit);
      if (next.isCommittedAlready() || next.isEmptyPart()) {
        return Commit.NO_VERSION;
      }
      VersionFile file = next.create(id);
      if (!preconditions.isEmpty()) {
        List<Shard> others = next.keptSince(checked);
        for (Precondition precondition : preconditions) {
          precondition.check(others);
        }
        checked = file.version() - 1;
      }
      if (create(atomicCreate, file)) {
        return file.version();
      }
      pause();
    }
    throw LogErrors.tooManyConflicts(storage.root(), MAX_ATTEMPTS);
  }

  private Optional<VersionFile> latestFile() throws IOException {
    OptionalLong latest = latestVersion();
    return latest.isPresent()
        ? Optional.of(files.read(latest.getAsLong(), latest.getAsLong() + 1))
        : Optional.empty();
  }

  /** Whether this call made the version; if not, another writer did. */
  private boolean create(AtomicCreate atomicCreate, VersionFile file) throws IOException {
    try {
      atomicCreate.create(files.path(file.version()), VersionFileFormat.encode(file));
      return true;
    } catch (IOException e) {
      Optional<String> present = presentCommit(file.version(), e);
      // A file system may repeat a request whose answer was lost, and is told that the file exists.
      if (present.isPresent() && present.get().equals(file.commit())) {
        return true;
      }
      if (e instanceof UnsettledCreateException) {
        throw LogErrors.fateUnknown(storage.root(), file.version(), e);
      }
      // Some file systems do not say that a file exists, but only that they failed.
      if (e instanceof FileAlreadyExistsException || present.isPresent()) {
        SymbolicLinks.check(storage.fileSystem(), files.path(file.version()));
        return false;
      }
      throw e;
    }
  }

  /**
   * The commit that made a version; empty if there is no such version. A file that can not be read,
   * or that shows only a part of what is in it, may be anybody's.
   */
  private Optional<String> presentCommit(long version, IOException failure) {
    try {
      return Optional.of(files.read(version).commit());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
      throw LogErrors.fateUnknown(storage.root(), version, failure);
    }
  }

  private Snapshot load(long version) throws IOException {
    Deque<VersionFile> chain = files.readChain(version);
    List<Shard> shards = new ArrayList<>();
    chain.forEach(file -> shards.addAll(file.toShards()));
    VersionFile latest = chain.getLast();
    return new Snapshot(
        version, latest.timestamp(), Optional.ofNullable(latest.schema()), latest.totals(), shards);
  }

  /** The numbers of the version files, at least one. */
  private List<Long> present() throws IOException {
    List<Long> versions = files.numbers();
    if (versions.isEmpty()) {
      throw LogErrors.notADataset(storage.root());
    }
    return versions;
  }

  private void check(long version, List<Long> present) throws IOException {
    long oldest = files.oldest(present);
    long latest = present.get(present.size() - 1);
    if (version < oldest || version > latest) {
      throw LogErrors.noSuchVersion(storage.root(), version, oldest, latest);
    }
  }

  /** Writers that collided once should not do so again at once. */
  private static void pause() throws IOException {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(MAX_PAUSE_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while waiting to commit");
    }
  }
}
