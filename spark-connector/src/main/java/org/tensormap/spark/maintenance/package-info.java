/**
 * Looking after datasets: stored procedures, {@code CALL tensormap.vacuum('/data/features')}, that
 * {@link org.tensormap.spark.maintenance.Procedures} lists, the rows in which the history and the
 * shards of a dataset are shown, and how small shards are joined ({@code Compaction}).
 */
package org.tensormap.spark.maintenance;
