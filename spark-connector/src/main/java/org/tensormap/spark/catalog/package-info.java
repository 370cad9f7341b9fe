/** Where Spark comes in: the format and the catalog named tensormap. */
package org.tensormap.spark.catalog;
