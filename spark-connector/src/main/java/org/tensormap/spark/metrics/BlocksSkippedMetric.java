package org.tensormap.spark.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/**
 * How many blocks of opened files a scan left out because of a filter; Spark creates it by its
 * name.
 */
public final class BlocksSkippedMetric extends CustomSumMetric {
  static final String NAME = "tensormapBlocksSkipped";

  /** Creates the metric. */
  public BlocksSkippedMetric() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "blocks skipped";
  }
}
