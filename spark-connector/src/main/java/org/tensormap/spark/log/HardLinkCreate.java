package org.tensormap.spark.log;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;

/**
 * On a local file system: a temporary file gets the name of the target as a second name.
 *
 * <p>Making a hard link is one step of the operating system which fails if the name is taken.
 * Neither is true of what Hadoop offers for local files: its rename looks first and then replaces,
 * and its exclusive create looks first and then truncates.
 */
record HardLinkCreate(Storage storage) implements AtomicCreate {
  @Override
  public void create(Path target, byte[] content) throws IOException {
    Path temporary = AtomicCreate.writeTemporary(storage.fileSystem(), target, content);
    try {
      link(temporary, target);
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, temporary);
      throw e;
    }
    storage.fileSystem().delete(temporary, false);
  }

  private void link(Path temporary, Path target) throws IOException {
    try {
      Files.createLink(toFile(target).toPath(), toFile(temporary).toPath());
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(target.toString());
    } catch (UnsupportedOperationException e) {
      throw LogErrors.noHardLinks(storage.root(), e);
    } catch (FileSystemException e) {
      if (Files.exists(toFile(target).toPath())) {
        throw e;
      }
      throw LogErrors.noHardLinks(storage.root(), e);
    }
  }

  /** What failed first decides what the commit does next, so nothing after it may hide it. */
  private void deleteAfter(Exception failure, Path temporary) {
    try {
      storage.fileSystem().delete(temporary, false);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static File toFile(Path path) {
    return new File(path.toUri().getPath());
  }
}
