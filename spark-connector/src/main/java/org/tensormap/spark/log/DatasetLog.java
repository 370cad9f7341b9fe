package org.tensormap.spark.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.tensormap.spark.TensorMapSchema;

/**
 * The log of one dataset: reads versions, and commits new ones.
 *
 * <p>Holds no state but where the dataset is, so every call sees the present.
 */
public final class DatasetLog {
  /** The directory of the version files, inside that of the dataset. */
  public static final String DIRECTORY = "_tensormap";

  /** The condition of the error that is thrown when nobody knows whether a commit happened. */
  public static final String FATE_UNKNOWN = "TENSORMAP_COMMIT_STATE_UNKNOWN";

  /** Every so many versions, one names all shards. */
  static final int COMPLETE_EVERY = 64;

  private static final Pattern VERSION_FILE = Pattern.compile("(\\d{20})\\.json");
  private static final int MAX_ATTEMPTS = 1000;
  private static final int MAX_PAUSE_MILLIS = 20;

  private final Storage storage;

  /**
   * Creates the log of a dataset, which need not exist yet.
   *
   * @param storage where the dataset is
   */
  public DatasetLog(Storage storage) {
    this.storage = storage;
  }

  /**
   * Tells whether somebody has begun to write a dataset here.
   *
   * @return whether there is a directory for versions, with or without any
   * @throws IOException if the file system can not be asked
   */
  public boolean isBegun() throws IOException {
    return storage.fileSystem().exists(storage.resolve(DIRECTORY));
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
    return storage.names(DIRECTORY).stream()
        .map(VERSION_FILE::matcher)
        .filter(matcher -> matcher.matches())
        .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
        .max();
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
    long latest = latestVersion().orElseThrow(() -> LogErrors.notADataset(storage.root()));
    if (version < 0 || version > latest) {
      throw LogErrors.noSuchVersion(storage.root(), version, latest);
    }
    return load(version);
  }

  /**
   * Makes the next version.
   *
   * @param commit what changes
   * @return the number of the version
   * @throws IOException if the log can not be read or written; no version was made
   * @throws org.tensormap.spark.TensorMapException if the change can not be made because of what is
   *     there or was committed meanwhile, or, with the condition {@link #FATE_UNKNOWN}, if nobody
   *     knows whether it was made; then the shards must not be deleted
   */
  public long commit(Commit commit) throws IOException {
    AtomicCreate atomicCreate = AtomicCreate.on(storage);
    String id = UUID.randomUUID().toString();
    begin();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      VersionFile next = next(commit, id);
      if (create(atomicCreate, next)) {
        return next.version();
      }
      pause();
    }
    throw LogErrors.tooManyConflicts(storage.root(), MAX_ATTEMPTS);
  }

  /** What the next version would be, given what there is now. */
  private VersionFile next(Commit commit, String id) throws IOException {
    long latest = latestVersion().orElse(Commit.NO_VERSION);
    checkBase(commit, latest);
    long version = latest + 1;
    Optional<VersionFile> previous =
        latest == Commit.NO_VERSION ? Optional.empty() : Optional.of(read(latest, version));
    Optional<VersionFile> base = previous.filter(file -> commit.operation() == Operation.APPEND);
    boolean complete = base.isEmpty() || version % COMPLETE_EVERY == 0;
    List<Shard> shards = new ArrayList<>();
    if (base.isPresent() && complete) {
      shards.addAll(load(latest).shards());
    }
    shards.addAll(commit.shards());
    return VersionFile.of(
        version,
        Math.max(System.currentTimeMillis(), previous.map(VersionFile::timestamp).orElse(0L) + 1),
        id,
        commit.operation(),
        complete,
        base.map(VersionFile::totals).orElse(Totals.NONE).plus(commit.shards()),
        merge(base.map(VersionFile::schema), commit),
        shards);
  }

  private void checkBase(Commit commit, long latest) {
    if (commit.operation() == Operation.CREATE && latest != Commit.NO_VERSION) {
      throw LogErrors.exists(storage.root());
    }
    if (commit.operation() == Operation.OVERWRITE && latest != commit.base()) {
      throw LogErrors.changedMeanwhile(storage.root(), commit.base(), latest);
    }
  }

  private Optional<TensorMapSchema> merge(Optional<TensorMapSchema> present, Commit commit) {
    if (present.isEmpty()) {
      return commit.schema();
    }
    commit
        .schema()
        .flatMap(added -> present.get().differenceFrom(added))
        .ifPresent(
            difference -> {
              throw LogErrors.differentSchema(storage.root(), difference);
            });
    return present;
  }

  /** Whether this call made the version; if not, another writer did. */
  private boolean create(AtomicCreate atomicCreate, VersionFile file) throws IOException {
    Path path = path(file.version());
    try {
      atomicCreate.create(path, VersionFileFormat.encode(file));
      return true;
    } catch (FileAlreadyExistsException e) {
      return isOurs(file, e);
    } catch (IOException e) {
      if (isOurs(file, e)) {
        return true;
      }
      throw e;
    }
  }

  /**
   * Whether the version that is there now is this one: a file system that repeats a request whose
   * answer was lost is told that the file exists.
   */
  private boolean isOurs(VersionFile file, IOException failure) {
    try {
      byte[] content = storage.read(path(file.version()));
      return VersionFileFormat.decode(content, path(file.version()), file.version())
          .commit()
          .equals(file.commit());
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw LogErrors.fateUnknown(storage.root(), file.version(), failure);
    }
  }

  private Snapshot load(long version) throws IOException {
    Deque<VersionFile> files = new ArrayDeque<>();
    long next = version;
    do {
      files.push(read(next, version));
      next--;
    } while (!Objects.requireNonNull(files.peek()).complete());
    List<Shard> shards = new ArrayList<>();
    files.forEach(file -> shards.addAll(file.toShards()));
    VersionFile latest = files.getLast();
    return new Snapshot(
        version, latest.timestamp(), Optional.ofNullable(latest.schema()), latest.totals(), shards);
  }

  private VersionFile read(long version, long needed) throws IOException {
    if (version < 0) {
      throw LogErrors.missingVersion(storage.root(), version, needed);
    }
    try {
      return VersionFileFormat.decode(storage.read(path(version)), path(version), version);
    } catch (FileNotFoundException e) {
      throw LogErrors.missingVersion(storage.root(), version, needed);
    }
  }

  private Path path(long version) {
    return storage.resolve(DIRECTORY + "/" + String.format("%020d", version) + ".json");
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
