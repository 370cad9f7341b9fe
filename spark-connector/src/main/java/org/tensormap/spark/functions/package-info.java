/**
 * SQL functions for tensor maps and models: {@code tm_predict}, {@code tm_print}, ….
 *
 * <p>What a function does is a {@link
 * org.apache.spark.sql.connector.catalog.functions.ScalarFunction} of Spark's public API. They read
 * whole tensor maps or call models, so that nothing is gained by generating code for them.
 */
package org.tensormap.spark.functions;
