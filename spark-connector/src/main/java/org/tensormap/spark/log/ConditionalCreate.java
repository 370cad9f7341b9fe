package org.tensormap.spark.log;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;

/**
 * On object stores: the file is sent in one request which says that there must be no such file yet.
 *
 * <p>The option is that of Hadoop 3.4.2, whose S3A sends {@code If-None-Match: *} with the object.
 * Stores that speak S3 but do not know the header ignore it, and would let writers overwrite each
 * other; so each store is tried once before anything is committed to it.
 */
record ConditionalCreate(Storage storage) implements AtomicCreate {
  private static final String OPTION = "fs.option.create.conditional.overwrite";

  /** File systems of which it is known that their stores keep the condition. */
  private static final Set<FileSystem> TRIED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** Whether the file system of a dataset has the option, which its store may ignore. */
  static boolean isOfferedBy(Storage storage) throws IOException {
    return storage.fileSystem().hasPathCapability(storage.root(), OPTION);
  }

  /**
   * Makes sure that the store keeps the condition.
   *
   * @throws IOException if the store fails, so that it is not known
   * @throws org.tensormap.spark.TensorMapException if it replaced a file that it should not have
   */
  ConditionalCreate tried() throws IOException {
    if (!TRIED.contains(storage.fileSystem())) {
      Path file = AtomicCreate.temporary(new VersionFiles(storage).path(0));
      send(file, new byte[] {1});
      boolean isKept = isKept(file);
      storage.fileSystem().delete(file, false);
      if (!isKept) {
        throw LogErrors.conditionIgnored(storage.root());
      }
      TRIED.add(storage.fileSystem());
    }
    return this;
  }

  /** Whether a file that is there can not be created again; S3A says that it has changed. */
  private boolean isKept(Path file) throws IOException {
    try {
      send(file, new byte[] {1, 2});
      return false;
    } catch (PathIOException | FileAlreadyExistsException refusal) {
      return true;
    }
  }

  @Override
  public void create(Path target, byte[] content) throws IOException {
    try {
      send(target, content);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      throw AtomicCreate.settled(storage, target, e);
    }
  }

  /** What is not written whole is not sent at all. */
  private void send(Path target, byte[] content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> file = storage.fileSystem().createFile(target);
    file.must(OPTION, true);
    FSDataOutputStream out = file.build();
    try {
      out.write(content);
    } catch (IOException | RuntimeException e) {
      out.abort();
      throw e;
    }
    out.close();
  }
}
