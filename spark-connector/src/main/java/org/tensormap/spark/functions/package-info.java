/**
 * SQL functions for tensor maps and models: {@code tm_predict}, {@code tm_join}, {@code tm_keys},
 * ….
 *
 * <p>{@code SqlFunctions} lists them. Most are a {@code TensorMapFunction}, a record of name,
 * parameters, documentation and body, in the list of its sort: metadata, values, structure,
 * arithmetic, reductions. A {@code Parameter} has an {@code ArgumentKind}, which finds an {@code
 * ArgumentReader} for the SQL type of an argument or refuses it; a {@code Result} makes the value
 * that Spark gets. Binding to types of arguments is the same for a call by the plain name and for
 * one through the catalog.
 *
 * <p>Functions of Spark's public API do the work, without generated code: they read whole tensor
 * maps or call models, so that nothing is gained by generating code for them.
 */
package org.tensormap.spark.functions;
