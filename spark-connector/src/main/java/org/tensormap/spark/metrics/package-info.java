/**
 * What reads count, for Spark's user interface and for the metrics of executors.
 *
 * <p>A task counts with its {@link org.tensormap.spark.metrics.ReadCounters}; {@link
 * org.tensormap.spark.metrics.ReadMetrics} tells Spark what there is to show. Spark adds up the
 * counts of tasks with the class of each metric, which it creates by its name.
 */
package org.tensormap.spark.metrics;
