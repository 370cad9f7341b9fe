package org.tensormap.spark.cli;

import java.io.PrintWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.tensormap.spark.model.CallMetrics;
import org.tensormap.spark.model.PlannedModel;

/** Writes what a model returns, and says how far it is. */
final class InferenceJob {
  /**
   * What has been done, as programs read it.
   *
   * @param output the dataset written
   * @param rows how many rows, or tensor maps, the model has got
   * @param seconds how long it took
   */
  record Result(String output, long rows, double seconds) {}

  private final SparkSession spark;
  private final PrintWriter err;
  private final String unit;
  private final CallMetrics metrics;

  /**
   * Creates a job.
   *
   * @param model the model that it calls
   * @param err where progress goes
   * @param unit what one row is, in the plural
   */
  InferenceJob(SparkSession spark, PlannedModel model, PrintWriter err, String unit) {
    this.spark = spark;
    this.err = err;
    this.unit = unit;
    this.metrics = CallMetrics.register(spark.sparkContext(), model);
  }

  /** Counts the rows that are done. */
  CallMetrics metrics() {
    return metrics;
  }

  /**
   * Runs the job.
   *
   * @param results the dataset that does the work when it is used
   * @param output the dataset to write
   * @return what has been done
   */
  Result write(Dataset<Row> results, String output, SaveMode mode) {
    long start = System.nanoTime();
    Progress.during(
        spark.sparkContext(),
        metrics.rows(),
        unit,
        err,
        () -> results.write().format("tensormap").mode(mode).save(output));
    Result result = new Result(output, metrics.rows().value(), (System.nanoTime() - start) / 1e9);
    err.println("Wrote " + output + ": " + Progress.summary(result.rows(), unit, result.seconds()));
    return result;
  }
}
