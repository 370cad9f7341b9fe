/** Rows of a Spark table as shards. */
package org.tensormap.spark.write;
