package org.tensormap.spark.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Says how many tasks and rows of a job are done, and how fast: in a line that is replaced every
 * second on a terminal, in a new line now and then elsewhere.
 */
final class Progress extends SparkListener implements AutoCloseable {
  private static final int SECONDS_BETWEEN_LINES = 10;

  private final SparkContext context;
  private final LongAccumulator rows;
  private final String unit;
  private final PrintWriter err;

  private final boolean terminal = Terminal.showsErrors();

  private final long start = System.nanoTime();
  private final AtomicInteger tasks = new AtomicInteger();
  private final AtomicInteger tasksDone = new AtomicInteger();

  /** What running tasks have counted so far, as their heartbeats tell, by task. */
  private final Map<Long, Long> rowsOfRunning = new ConcurrentHashMap<>();

  private final CountDownLatch ended = new CountDownLatch(1);

  private Progress(SparkContext context, LongAccumulator rows, String unit, PrintWriter err) {
    this.context = context;
    this.rows = rows;
    this.unit = unit;
    this.err = err;
  }

  /**
   * Shows the progress of a job while it runs.
   *
   * @param rows what the job counts its rows with
   * @param unit what one row is, in the plural
   * @param job what to run
   */
  static void during(
      SparkContext context, LongAccumulator rows, String unit, PrintWriter err, Runnable job) {
    try (Progress progress = new Progress(context, rows, unit, err)) {
      progress.start();
      job.run();
    }
  }

  private void start() {
    context.addSparkListener(this);
    Thread printer = new Thread(this::printUntilEnd, "tensormap-progress");
    printer.setDaemon(true);
    printer.start();
  }

  private void printUntilEnd() {
    try {
      while (!ended.await(terminal ? 1 : SECONDS_BETWEEN_LINES, TimeUnit.SECONDS)) {
        print();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    tasks.addAndGet(stage.stageInfo().numTasks());
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    CollectionConverters.asJava(heartbeat.accumUpdates())
        .forEach(
            task -> {
              for (AccumulableInfo counted : CollectionConverters.asJava(task._4())) {
                if (counted.id() == rows.id() && counted.update().isDefined()) {
                  rowsOfRunning.put((Long) task._1(), (Long) counted.update().get());
                }
              }
            });
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    rowsOfRunning.remove(task.taskInfo().taskId());
    if (task.taskInfo().successful()) {
      tasksDone.incrementAndGet();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    context.removeSparkListener(this);
    if (terminal) {
      err.print("\r\033[K");
      err.flush();
    }
  }

  private void print() {
    long done = rows.value() + rowsOfRunning.values().stream().mapToLong(Long::longValue).sum();
    double seconds = (System.nanoTime() - start) / 1e9;
    String line =
        tasksDone.get()
            + " of "
            + tasks.get()
            + " tasks, "
            + summary(done, unit, seconds)
            + timeLeft(tasksDone.get(), tasks.get(), seconds);
    if (terminal) {
      err.print("\r\033[K" + line);
      err.flush();
    } else {
      err.println(line);
    }
  }

  /**
   * Guesses how long it will take, if tasks take the same time: nothing before one has ended.
   *
   * @param done how many tasks have ended
   * @param all how many there are
   * @param seconds the time since the start
   */
  static String timeLeft(int done, int all, double seconds) {
    if (done == 0 || done >= all) {
      return "";
    }
    long left = Math.round(seconds / done * (all - done));
    if (left < 60) {
      return ", about " + left + " s left";
    }
    long minutes = Math.round(left / 60.0);
    return minutes < 60
        ? ", about " + minutes + " min left"
        : String.format(Locale.ROOT, ", about %d h %d min left", minutes / 60, minutes % 60);
  }

  /** How many rows are done, and how fast. */
  static String summary(long rows, String unit, double seconds) {
    double rate = rows / seconds;
    return String.format(
        Locale.ROOT,
        "%,d %s in %s s, %s per second",
        rows,
        unit,
        number(seconds, 100),
        number(rate, 10));
  }

  /** With a decimal below a limit. */
  private static String number(double value, double limit) {
    return String.format(Locale.ROOT, value < limit ? "%.1f" : "%,.0f", value);
  }
}
