/**
 * Models exported from Python, run by Spark's tasks.
 *
 * <p>The driver plans: {@link org.tensormap.spark.model.PlannedModel} finds a model's file, pins
 * its bytes by a checksum and reads its signature, and {@link org.tensormap.spark.model.ModelCall}
 * binds it to the SQL types of its arguments. Tasks call: a cache keeps one instance of a model for
 * each device of a JVM, which all tasks share. In between, readers make arguments from Spark's
 * internal rows, and writers make rows from results; each is found once for a pair of types, so
 * that nothing is decided per row. {@link org.tensormap.spark.model.BatchInference} calls a model
 * on groups of rows of a dataset.
 */
package org.tensormap.spark.model;
