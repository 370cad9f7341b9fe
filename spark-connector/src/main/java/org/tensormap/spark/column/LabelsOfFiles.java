package org.tensormap.spark.column;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.tensormap.Labels;
import org.tensormap.LabelsEntry;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsFile;
import org.tensormap.io.MtsFormatException;
import org.tensormap.io.MtsPart;
import org.tensormap.spark.AxisLabels;
import org.tensormap.spark.ColumnLabels;
import org.tensormap.spark.KeyedColumnLabels;
import org.tensormap.spark.input.InputFile;
import org.tensormap.spark.input.InputFiles;
import org.tensormap.spark.log.Storage;

/**
 * The component and property labels of files without a log, of which nobody knows whether they
 * agree; so all are looked at, many at a time, because each costs a few requests to a store.
 */
final class LabelsOfFiles {
  private static final int THREADS = 16;

  private final List<String> files;
  private final Configuration configuration;

  /** Null until a file has a block. */
  private KeyedColumnLabels.Builder labels;

  private LabelsOfFiles(List<String> files, Configuration configuration) {
    this.files = files;
    this.configuration = configuration;
  }

  /**
   * Reads the labels of all blocks, as far as they are sound. A file that can not be opened is
   * passed over: it has no rows, and is an error where they are read, unless it is to be ignored.
   *
   * @throws org.tensormap.spark.TensorMapException if a file does not exist any more
   */
  static KeyedColumnLabels read(List<String> files, Configuration configuration)
      throws IOException {
    return new LabelsOfFiles(files, configuration).read();
  }

  private KeyedColumnLabels read() throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(THREADS, files.size()), LabelsOfFiles::thread);
    try {
      List<Future<Void>> reads = new ArrayList<>();
      for (String file : files) {
        Callable<Void> read =
            () -> {
              read(file);
              return null;
            };
        reads.add(threads.submit(read));
      }
      for (Future<Void> read : reads) {
        await(read);
      }
    } finally {
      threads.shutdownNow();
    }
    return build();
  }

  private static Thread thread(Runnable reads) {
    Thread thread = new Thread(reads, "tensormap-labels");
    thread.setDaemon(true);
    return thread;
  }

  private static void await(Future<Void> read) throws IOException {
    try {
      read.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("labels of files can not be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the labels of files were read");
    }
  }

  private void read(String file) throws IOException {
    Path path = new Path(file);
    InputFile found = new InputFile(file, size(path));
    try (MtsFile opened = MtsFile.open(InputFiles.open(found, configuration))) {
      opened.expect(opened.blocks(), EnumSet.of(MtsPart.COMPONENTS, MtsPart.PROPERTIES));
      IdentityHashMap<Labels, AxisLabels> axes = new IdentityHashMap<>();
      int block = 0;
      for (LabelsEntry key : opened.keys()) {
        add(
            opened.keys().names(),
            Arrays.stream(key.values()).boxed().toList(),
            labels(opened.block(block++), axes));
      }
    } catch (MtsFormatException | EOFException e) {
      return;
    }
  }

  private long size(Path path) throws IOException {
    try {
      return Storage.fileSystem(path, configuration).getFileStatus(path).getLen();
    } catch (FileNotFoundException e) {
      throw ColumnErrors.missingFileWithLabels(path.toString(), e);
    }
  }

  /**
   * The labels of a block, as far as they are sound; blocks share those of an axis, which are
   * converted once.
   */
  private static Optional<ColumnLabels> labels(
      MtsBlock block, IdentityHashMap<Labels, AxisLabels> axes) throws IOException {
    try {
      List<AxisLabels> components = new ArrayList<>();
      for (Labels axis : block.components()) {
        components.add(axes.computeIfAbsent(axis, AxisLabels::of));
      }
      AxisLabels properties = axes.computeIfAbsent(block.properties(), AxisLabels::of);
      return Optional.of(new ColumnLabels(components, properties));
    } catch (MtsFormatException | EOFException e) {
      return Optional.empty();
    }
  }

  private synchronized void add(
      List<String> names, List<Integer> key, Optional<ColumnLabels> ofBlock) {
    if (labels == null) {
      labels = new KeyedColumnLabels.Builder(names);
    }
    ofBlock.ifPresentOrElse(known -> labels.add(key, known), () -> labels.addUnknown(key));
  }

  private synchronized KeyedColumnLabels build() {
    return (labels == null ? new KeyedColumnLabels.Builder(List.of()) : labels).build();
  }
}
