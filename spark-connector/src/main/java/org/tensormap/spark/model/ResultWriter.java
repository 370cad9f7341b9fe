package org.tensormap.spark.model;

/** Makes a SQL value, as Spark represents it internally, from what a model returned. */
@FunctionalInterface
interface ResultWriter {

  /**
   * Converts a result.
   *
   * @param result what the model returned; null only where its type is optional or None
   * @return the SQL value; shares no memory with the result
   */
  Object write(Object result);
}
