/**
 * What an executor does besides its tasks: {@link org.tensormap.spark.executor.TensorMapPlugin}
 * loads libraries and models before tasks want them, and reports metrics.
 */
package org.tensormap.spark.executor;
