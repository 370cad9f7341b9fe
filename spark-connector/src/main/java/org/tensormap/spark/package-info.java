/**
 * Tensor maps as Spark tables: what the packages below share.
 *
 * <p>A dataset is a directory of shards, each a valid {@code .mts} file, and a log that says which
 * shards belong to it. {@link org.tensormap.spark.log} keeps that log, and {@link
 * org.tensormap.spark.input} finds and opens the files behind a path. {@link
 * org.tensormap.spark.column} says what columns are, {@link org.tensormap.spark.condition} which
 * rows are wanted, and {@link org.tensormap.spark.layout} turns shards into rows. {@link
 * org.tensormap.spark.read} plans that for a query, {@link org.tensormap.spark.write} turns rows
 * into shards, and {@link org.tensormap.spark.catalog} is where Spark comes in: the format {@code
 * tensormap} and the catalog of the same name. Arrows between packages point from the last of these
 * to the first, and all of them to this one.
 */
package org.tensormap.spark;
