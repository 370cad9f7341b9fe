package org.tensormap.spark.metrics;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** The metrics of a read, for Spark. */
public final class ReadMetrics {
  private ReadMetrics() {}

  /**
   * Returns what Spark can show.
   *
   * @return the metrics
   */
  public static CustomMetric[] supported() {
    return new CustomMetric[] {
      new BytesReadMetric(),
      new ShardsOpenedMetric(),
      new ShardsSkippedMetric(),
      new BlocksSkippedMetric(),
      new FilesIgnoredMetric()
    };
  }

  /**
   * Returns what was counted on the driver, when the read was planned.
   *
   * @param shardsSkipped the files that have no wanted rows
   * @return the counts
   */
  public static CustomTaskMetric[] ofDriver(long shardsSkipped) {
    return new CustomTaskMetric[] {new TaskMetric(ShardsSkippedMetric.NAME, shardsSkipped)};
  }
}
