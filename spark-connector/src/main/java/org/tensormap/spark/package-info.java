/**
 * Tensor maps as Spark tables: what the packages below share.
 *
 * <p>A dataset is a directory of shards, each a valid {@code .mts} file, and a log that says which
 * shards belong to it. {@link org.tensormap.spark.log} keeps that log, {@link
 * org.tensormap.spark.read} turns shards into rows, {@link org.tensormap.spark.write} turns rows
 * into shards, and {@link org.tensormap.spark.catalog} is where Spark comes in: the format {@code
 * tensormap} and the catalog of the same name. Arrows between packages point from the last of these
 * to the first, and all of them to this one.
 */
package org.tensormap.spark;
