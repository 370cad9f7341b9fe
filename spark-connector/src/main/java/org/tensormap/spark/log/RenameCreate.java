package org.tensormap.spark.log;

import java.io.IOException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * On HDFS and its like: a temporary file is renamed, which the server refuses if the target exists.
 *
 * <p>A rename whose answer never came may have happened, or may happen yet: as long as its source
 * is there, nobody knows.
 */
record RenameCreate(Storage storage) implements AtomicCreate {
  @Override
  public void create(Path target, byte[] content) throws IOException {
    Path temporary = AtomicCreate.writeTemporary(storage.fileSystem(), target, content);
    try {
      FileContext.getFileContext(target.toUri(), storage.configuration())
          .rename(temporary, target, Options.Rename.NONE);
    } catch (FileAlreadyExistsException | RuntimeException e) {
      withdraw(temporary, e);
      throw e;
    } catch (IOException e) {
      if (!withdraw(temporary, e)) {
        throw new UnsettledCreateException(e);
      }
      throw e;
    }
  }

  /**
   * Deletes the temporary file, without which a rename that failed can not happen any more.
   *
   * @return whether the file is gone for sure, either deleted or renamed after all
   */
  private boolean withdraw(Path temporary, Exception failure) {
    try {
      return storage.fileSystem().delete(temporary, false)
          || !storage.fileSystem().exists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
      return false;
    }
  }
}
