package org.tensormap.spark.log;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;

/**
 * On Google Cloud Storage: the file is sent in one upload, which says that the object must have no
 * generation yet ({@code ifGenerationMatch=0}), as its connector does for each file that is not to
 * be overwritten.
 *
 * <p>A thread that is interrupted while it writes makes the connector end the upload where it is,
 * with a part of the file; so the file is written by a thread that nobody knows.
 */
record GenerationCreate(Storage storage) implements AtomicCreate {
  private static final String CONNECTOR = "com.google.cloud.hadoop.fs.gcs.";

  /** Whether the file system of a dataset is the connector; Hadoop has another one since 3.5. */
  static boolean isOfferedBy(Storage storage) {
    return storage.fileSystem().getClass().getName().startsWith(CONNECTOR);
  }

  @Override
  public void create(Path target, byte[] content) throws IOException {
    try {
      uninterrupted(
          new FutureTask<>(
              () -> {
                try (OutputStream out = storage.fileSystem().create(target, false)) {
                  out.write(content);
                }
                return null;
              }));
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      throw AtomicCreate.settled(storage, target, e);
    }
  }

  /** Waits for the end, whatever interrupts the caller. */
  private static void uninterrupted(FutureTask<Void> task) throws IOException {
    Thread thread = new Thread(task, "tensormap-create");
    thread.setDaemon(true);
    thread.start();
    boolean wasInterrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          wasInterrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
