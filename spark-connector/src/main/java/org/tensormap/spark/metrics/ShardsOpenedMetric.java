package org.tensormap.spark.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** How many files, or parts of files, the tasks of a scan opened; Spark creates it by its name. */
public final class ShardsOpenedMetric extends CustomSumMetric {
  static final String NAME = "tensormapShardsOpened";

  /** Creates the metric. */
  public ShardsOpenedMetric() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "shards opened";
  }
}
