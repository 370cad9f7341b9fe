/**
 * Shards as rows of a Spark table.
 *
 * <p>A {@link org.tensormap.spark.read.Layout} says which columns a table has and turns an open
 * shard into rows or vectors; a new layout is a new implementation of it. {@link
 * org.tensormap.spark.read.TensorMapScanBuilder} is told by Spark what a query needs, so that
 * nothing else is read; files are packed into partitions, large ones in slices, and each task reads
 * those of one partition one after the other.
 *
 * <p>No native library is loaded, and no value is copied before Spark asks for it.
 */
package org.tensormap.spark.read;
