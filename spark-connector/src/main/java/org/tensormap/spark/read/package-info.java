/** Shards as rows of a Spark table. */
package org.tensormap.spark.read;
