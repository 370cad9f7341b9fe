package org.tensormap.spark.model;

import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What the calls of a model in one query add up to. Spark's pages show it under the name of the
 * model's file, for each stage and each task.
 */
public final class CallMetrics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LongAccumulator rows;
  private final LongAccumulator calls;
  private final DoubleAccumulator milliseconds;

  private CallMetrics(LongAccumulator rows, LongAccumulator calls, DoubleAccumulator milliseconds) {
    this.rows = rows;
    this.calls = calls;
    this.milliseconds = milliseconds;
  }

  /**
   * Starts to count for a query.
   *
   * @param context the application
   * @param model the model
   * @return metrics, all zero
   */
  public static CallMetrics register(SparkContext context, PlannedModel model) {
    return register(context, new Path(model.name()).getName());
  }

  /**
   * Starts to count for a query whose models are not known yet.
   *
   * @param context the application
   * @param name what Spark's pages call it
   * @return metrics, all zero
   */
  public static CallMetrics register(SparkContext context, String name) {
    return new CallMetrics(
        context.longAccumulator(name + ": rows"),
        context.longAccumulator(name + ": calls"),
        context.doubleAccumulator(name + ": time in calls (ms)"));
  }

  void add(int rowsOfCall, long nanoseconds) {
    rows.add(rowsOfCall);
    calls.add(1);
    milliseconds.add(nanoseconds / 1e6);
    ModelActivity.addCall(nanoseconds);
  }

  /**
   * Returns what counts the rows.
   *
   * @return the accumulator of the rows that calls are done with
   */
  public LongAccumulator rows() {
    return rows;
  }

  /**
   * Returns how often the model was called.
   *
   * @return the number of calls in tasks that have ended
   */
  public long calls() {
    return calls.value();
  }

  /**
   * Returns the time inside of the model: to pass arguments, to compute, and to take the result
   * over, but not to make arguments of rows and rows of results.
   *
   * @return seconds, added up over all tasks that have ended
   */
  public double seconds() {
    return milliseconds.value() / 1e3;
  }
}
