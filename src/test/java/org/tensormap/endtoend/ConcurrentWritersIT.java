package org.tensormap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;
import org.tensormap.spark.log.DatasetLog;
import org.tensormap.spark.log.Storage;

/** Several writers of one dataset at a time. */
class ConcurrentWritersIT {
  private static final int WRITERS = 8;
  private static final int APPENDS = 3;

  @TempDir private Path directory;

  private final SparkSession spark = TestSession.get();

  @Test
  void eightAppendersLoseAndRepeatNothing() throws Exception {
    Path dataset = directory.resolve("dataset");
    Set<Integer> expected = new TreeSet<>();
    List<Future<?>> writers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int writer = 0; writer < WRITERS; writer++) {
        int first = writer * APPENDS;
        for (int i = 0; i < APPENDS; i++) {
          expected.add(first + i);
        }
        writers.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < APPENDS; i++) {
                    Generations.write(spark, dataset.toString(), first + i, SaveMode.Append);
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(Generations.read(spark, dataset.toString())).isEqualTo(expected);
    Storage storage =
        Storage.of(new org.apache.hadoop.fs.Path(dataset.toUri()), new Configuration());
    assertThat(new DatasetLog(storage).latestVersion()).hasValue(WRITERS * APPENDS - 1L);
  }

  @Test
  void ofSeveralWritersThatCreateADatasetOneSucceeds() throws Exception {
    Path dataset = directory.resolve("dataset");
    List<Future<?>> writers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int writer = 0; writer < WRITERS; writer++) {
        int generation = writer;
        writers.add(
            threads.submit(
                () ->
                    Generations.write(
                        spark, dataset.toString(), generation, SaveMode.ErrorIfExists)));
      }
      int succeeded = 0;
      for (Future<?> writer : writers) {
        try {
          writer.get();
          succeeded++;
        } catch (ExecutionException e) {
          assertThat(e).rootCause().hasMessageContaining("exists");
        }
      }
      assertThat(succeeded).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
    assertThat(Generations.read(spark, dataset.toString())).hasSize(1);
  }
}
