/**
 * What the columns of tables are: which part of a tensor map each of them shows, and in which type.
 *
 * <p>A read leaves in the metadata of a {@link org.tensormap.spark.column.LayoutColumn} what rows
 * do not show, and {@link org.tensormap.spark.column.ColumnLabelsMetadata} the component and
 * property labels of arrays of values, so that a write can make tensor maps of the rows again.
 */
package org.tensormap.spark.column;
