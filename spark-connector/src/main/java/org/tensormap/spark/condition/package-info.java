/**
 * What the labels of rows must be for a query to want them.
 *
 * <p>A query's predicates about labels become one {@link org.tensormap.spark.condition.Condition},
 * asked of ever smaller parts: of shards by what the log knows, of blocks by their keys, of the
 * positions along an axis by {@link org.tensormap.spark.condition.AxisMatches}.
 */
package org.tensormap.spark.condition;
