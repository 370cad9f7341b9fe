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
   */
  void write(Dataset<Row> results, String output, SaveMode mode) {
    long start = System.nanoTime();
    Progress.during(
        spark.sparkContext(),
        metrics.rows(),
        unit,
        err,
        () -> results.write().format("tensormap").mode(mode).save(output));
    err.println("Wrote " + output + ": " + Progress.summary(metrics.rows().value(), unit, start));
  }
}
