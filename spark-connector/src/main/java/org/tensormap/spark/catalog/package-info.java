/**
 * Where Spark comes in: the format {@code tensormap} ({@link
 * org.tensormap.spark.catalog.TensorMapSource}), the catalog of the same name, in which the name of
 * a table is its path ({@link org.tensormap.spark.catalog.TensorMapCatalog}), and what every
 * session is given so that nothing has to be configured ({@link
 * org.tensormap.spark.catalog.TensorMapExtensions}).
 */
package org.tensormap.spark.catalog;
