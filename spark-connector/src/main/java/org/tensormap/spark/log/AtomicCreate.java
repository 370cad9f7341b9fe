package org.tensormap.spark.log;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

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
   * @throws UnsettledCreateException if it failed, and the file may exist, now or later
   * @throws IOException if it failed, and then the file exists or never will
   */
  void create(Path target, byte[] content) throws IOException;

  /** File systems whose rename is one step of their server, which refuses an existing target. */
  Set<String> ATOMIC_RENAME = Set.of("hdfs", "viewfs", "ofs", "o3fs", "abfs", "abfss");

  /** The way of doing it that the file system of a dataset has. */
  static AtomicCreate on(Storage storage) {
    String scheme = storage.root().toUri().getScheme();
    if ("file".equals(scheme)) {
      return new HardLinkCreate(storage);
    }
    if (ATOMIC_RENAME.contains(scheme)) {
      return new RenameCreate(storage);
    }
    throw LogErrors.noAtomicCreate(storage.root(), scheme);
  }

  /** What {@link #writeTemporary} makes for version files, relative to the dataset. */
  Pattern TEMPORARY =
      Pattern.compile(DatasetLog.DIRECTORY + "/\\.\\d{20}\\.json\\.[0-9a-f-]{36}\\.tmp");

  /** Whether a file of a dataset is a temporary one, which no commit needs once it has ended. */
  static boolean isTemporary(String relative) {
    return TEMPORARY.matcher(relative).matches();
  }

  /** Writes a hidden file beside the target, under a name that nobody else uses. */
  static Path writeTemporary(FileSystem fileSystem, Path target, byte[] content)
      throws IOException {
    Path temporary =
        new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID() + ".tmp");
    try (OutputStream out = fileSystem.create(temporary, false)) {
      out.write(content);
    }
    return temporary;
  }
}
