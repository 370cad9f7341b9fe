package org.tensormap.spark.log;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.viewfs.ViewFileSystem;

/**
 * Creates a file whole, and only if it does not exist: of several that try to, one succeeds, also
 * among processes and machines.
 */
interface AtomicCreate {
  /**
   * Creates a file.
   *
   * @param target the file
   * @param content all of its bytes
   * @throws FileAlreadyExistsException if it exists, and then it was not touched
   * @throws UnsettledCreateException if it failed, and this call may have made the file, or may yet
   * @throws IOException if it failed, and then the file is there, by this call or another, or this
   *     call will not make it any more
   */
  void create(Path target, byte[] content) throws IOException;

  /** File systems whose rename is one step of their server, which refuses an existing target. */
  Set<String> ATOMIC_RENAME = Set.of("hdfs", "ofs", "o3fs", "abfs", "abfss");

  /**
   * Finds the way of doing it that the file system of a dataset has.
   *
   * @param storage where the dataset is
   * @throws IOException if the file system can not be asked
   * @throws org.tensormap.spark.TensorMapException if it has none, or does not do as it says
   */
  static AtomicCreate on(Storage storage) throws IOException {
    String scheme = storage.root().toUri().getScheme();
    boolean isView = storage.fileSystem() instanceof ViewFileSystem;
    if (isView) {
      scheme = mounted(storage).toUri().getScheme();
    } else if ("file".equals(scheme)) {
      return new HardLinkCreate(storage);
    }
    if (ATOMIC_RENAME.contains(scheme)) {
      return new RenameCreate(storage);
    }
    if (GenerationCreate.isOfferedBy(storage)) {
      return new GenerationCreate(storage);
    }
    if (!isView && ConditionalCreate.isOfferedBy(storage)) {
      return new ConditionalCreate(storage).tried();
    }
    throw LogErrors.noAtomicCreate(storage.root(), scheme);
  }

  /** Where a view of several file systems has the dataset, or would have it. */
  private static Path mounted(Storage storage) throws IOException {
    Path existing = storage.root();
    while (!existing.isRoot() && !storage.fileSystem().exists(existing)) {
      existing = existing.getParent();
    }
    return storage.fileSystem().resolvePath(existing);
  }

  /** What {@link #temporary} gives for version files, relative to the dataset. */
  Pattern TEMPORARY =
      Pattern.compile(DatasetLog.DIRECTORY + "/\\.\\d{20}\\.json\\.[0-9a-f-]{36}\\.tmp");

  /** Whether a file of a dataset is a temporary one, which no commit needs once it has ended. */
  static boolean isTemporary(String relative) {
    return TEMPORARY.matcher(relative).matches();
  }

  /** A hidden file beside another one, under a name that nobody else uses. */
  static Path temporary(Path target) {
    return new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID() + ".tmp");
  }

  /**
   * What to throw when a request to create a file failed: once the file is there, no request that
   * is still under way can succeed.
   */
  static IOException settled(Storage storage, Path target, IOException failure) {
    try {
      if (storage.fileSystem().exists(target)) {
        return failure;
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return new UnsettledCreateException(failure);
  }

  /** Writes a hidden file beside the target, under a name that nobody else uses. */
  static Path writeTemporary(FileSystem fileSystem, Path target, byte[] content)
      throws IOException {
    Path temporary = temporary(target);
    try (OutputStream out = fileSystem.create(temporary, false)) {
      out.write(content);
    }
    return temporary;
  }
}
