package org.tensormap.spark.metrics;

import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What one task, or the driver, adds to a metric.
 *
 * @param name the name of the metric
 * @param value what is added
 */
record TaskMetric(String name, long value) implements CustomTaskMetric {}
