package org.tensormap.spark.log;

import java.io.IOException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * On HDFS and its like: a temporary file is renamed, which the server refuses if the target exists.
 */
record RenameCreate(Storage storage) implements AtomicCreate {
  @Override
  public void create(Path target, byte[] content) throws IOException {
    Path temporary = AtomicCreate.writeTemporary(storage.fileSystem(), target, content);
    try {
      FileContext.getFileContext(target.toUri(), storage.configuration())
          .rename(temporary, target, Options.Rename.NONE);
    } finally {
      storage.fileSystem().delete(temporary, false);
    }
  }
}
