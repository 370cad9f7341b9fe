/**
 * Plots of tensor maps and of columns: {@link org.tensormap.spark.plot.Plot} makes pictures for
 * notebooks and files.
 *
 * <p>Drawn with XChart; statistics of columns are computed by Spark, so that only what is drawn
 * reaches the driver.
 */
package org.tensormap.spark.plot;
