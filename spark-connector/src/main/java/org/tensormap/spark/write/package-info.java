/**
 * Rows of a Spark table as shards.
 *
 * <p>{@code LayoutPlanner} finds out on the driver what the columns are, and gives a {@code
 * WriteLayout}: what the rows of a layout need to become shards. {@code TensorMapWrite} tells Spark
 * which rows a task is to get, and in which order; a task collects them block by block, in memory
 * as the file will have them, and writes a shard whenever there are enough.
 *
 * <p>Tasks write files under names that nobody else uses and describe them to the driver ({@link
 * org.tensormap.spark.log.Shard}), whose commit makes all of them part of the dataset in one step.
 * Until then no reader sees any of them, and if it never comes they are deleted, or left to a
 * vacuum.
 */
package org.tensormap.spark.write;
