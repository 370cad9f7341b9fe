/**
 * Rows of a Spark table as shards.
 *
 * <p>Tasks write files under names that nobody else uses and describe them to the driver ({@link
 * org.tensormap.spark.log.Shard}), whose commit makes all of them part of the dataset in one step.
 * Until then no reader sees any of them, and if it never comes they are deleted, or left to a
 * vacuum.
 */
package org.tensormap.spark.write;
