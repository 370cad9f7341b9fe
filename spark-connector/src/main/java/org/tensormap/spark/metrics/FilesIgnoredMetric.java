package org.tensormap.spark.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** How many missing or damaged files a scan was told to ignore; Spark creates it by its name. */
public final class FilesIgnoredMetric extends CustomSumMetric {
  static final String NAME = "tensormapFilesIgnored";

  /** Creates the metric. */
  public FilesIgnoredMetric() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "missing and corrupt files ignored";
  }
}
