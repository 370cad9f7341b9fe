package org.tensormap.spark.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/**
 * How many files a scan left out because the log shows that no row in them is wanted; Spark creates
 * it by its name.
 */
public final class ShardsSkippedMetric extends CustomSumMetric {
  static final String NAME = "tensormapShardsSkipped";

  /** Creates the metric. */
  public ShardsSkippedMetric() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "shards skipped";
  }
}
