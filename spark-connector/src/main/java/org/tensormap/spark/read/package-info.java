/**
 * Scans: which files a query needs, and the tasks that read them.
 *
 * <p>{@link org.tensormap.spark.read.TensorMapScanBuilder} is told by Spark what a query needs, so
 * that nothing else is read: its predicates become a {@link
 * org.tensormap.spark.condition.Condition}, which leaves out files by what the log knows of them.
 * The others are packed into partitions, large ones in slices, and each task reads those of one
 * partition one after the other.
 */
package org.tensormap.spark.read;
