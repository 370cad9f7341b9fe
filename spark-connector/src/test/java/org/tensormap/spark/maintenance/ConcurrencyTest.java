package org.tensormap.spark.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tensormap.spark.SystemMaps.append;
import static org.tensormap.spark.SystemMaps.map;
import static org.tensormap.spark.SystemMaps.rows;
import static org.tensormap.spark.SystemMaps.systems;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensormap.spark.TestSession;

/** Several jobs that change one dataset at the same time. */
class ConcurrencyTest {
  private static final int ROUNDS = 6;

  private final SparkSession spark = TestSession.get();
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  @TempDir Path directory;
  private String path;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("features").toString();
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void appendersLoseNothingToCompaction() throws Exception {
    append(path, 1000);
    List<Future<?>> running = new ArrayList<>();
    for (int writer = 0; writer < 2; writer++) {
      int first = writer * ROUNDS;
      running.add(threads.submit(() -> appendOneByOne(first)));
    }
    Future<?> compactions = threads.submit(() -> repeat(() -> compact()));

    for (Future<?> future : running) {
      future.get();
    }
    compactions.get();
    compact();

    List<Integer> expected = new ArrayList<>(IntStream.range(0, 2 * ROUNDS).boxed().toList());
    expected.add(1000);
    assertThat(systems(spark.table("tensormap.`" + path + "`"))).isEqualTo(expected);
    assertThat(spark.table("tensormap.`" + path + "`.shards").count()).isEqualTo(1);
  }

  @Test
  void ofTwoCompactionsOfTheSameShardsOneReplacesThem() throws Exception {
    append(path, 0, 1, 2, 3);

    List<Future<Boolean>> running =
        List.of(threads.submit(this::compact), threads.submit(this::compact));
    int succeeded = 0;
    for (Future<Boolean> future : running) {
      succeeded += future.get() ? 1 : 0;
    }

    assertThat(succeeded).isPositive();
    assertThat(systems(spark.table("tensormap.`" + path + "`"))).containsExactly(0, 1, 2, 3);
    assertThat(
            spark
                .sql(
                    "SELECT operation FROM tensormap.`"
                        + path
                        + "`.history WHERE operation = 'compact'")
                .count())
        .isEqualTo(1);
  }

  @Test
  void anOverwriteNeverSwallowsWhatItHasNotSeen() throws Exception {
    append(path, 1000);
    Future<?> appends = threads.submit(() -> appendOneByOne(0));
    Future<Integer> overwrites =
        threads.submit(
            () -> {
              int succeeded = 0;
              for (int round = 0; round < ROUNDS; round++) {
                succeeded += overwrite(2000 + round) ? 1 : 0;
              }
              return succeeded;
            });
    appends.get();
    int succeeded = overwrites.get();

    List<Row> history =
        spark
            .sql(
                "SELECT operation, shards_removed, shards FROM tensormap.`"
                    + path
                    + "`.history ORDER BY version")
            .collectAsList();
    assertThat(history).hasSize(1 + ROUNDS + succeeded);
    long shards = 0;
    for (Row version : history) {
      long removed = version.getString(0).equals("overwrite") ? shards : 0;
      shards = shards - removed + 1;
      assertThat(version.getLong(1)).as(version.toString()).isEqualTo(removed);
      assertThat(version.getLong(2)).as(version.toString()).isEqualTo(shards);
    }
  }

  private Void appendOneByOne(int first) {
    for (int i = 0; i < ROUNDS; i++) {
      append(path, first + i);
    }
    return null;
  }

  /** Whether nobody else replaced the same shards meanwhile. */
  private boolean compact() {
    return isNotRefused(() -> spark.sql("CALL tensormap.compact('" + path + "')").collectAsList());
  }

  private boolean overwrite(int system) {
    return isNotRefused(
        () -> {
          rows(map(system)).write().format("tensormap").mode(SaveMode.Overwrite).save(path);
          return null;
        });
  }

  private static boolean isNotRefused(Callable<?> job) {
    try {
      job.call();
      return true;
    } catch (Exception e) {
      assertThat(e).hasStackTraceContaining("TENSORMAP_CONCURRENT_WRITE");
      return false;
    }
  }

  private static Void repeat(Callable<?> job) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      job.call();
    }
    return null;
  }
}
