package org.tensormap.spark.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** How many bytes of files a scan asked for; Spark creates it by its name. */
public final class BytesReadMetric extends CustomSumMetric {
  static final String NAME = "tensormapBytesRead";

  /** Creates the metric. */
  public BytesReadMetric() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "bytes read";
  }
}
