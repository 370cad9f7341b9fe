/**
 * How tensor maps become rows of a Spark table.
 *
 * <p>A {@link org.tensormap.spark.layout.Layout} says which columns a table has and turns an {@link
 * org.tensormap.spark.layout.OpenShard} into rows or vectors, those that a {@link
 * org.tensormap.spark.layout.Selection} wants; a new layout is a new implementation of it.
 *
 * <p>No native library is loaded, and no value is copied before Spark asks for it.
 */
package org.tensormap.spark.layout;
