/**
 * The files behind a path: what there is to read, and how it is opened.
 *
 * <p>{@link org.tensormap.spark.input.InputResolver} finds the version of a dataset, or the files
 * without a log, and {@link org.tensormap.spark.input.InputFiles} opens them: local files are
 * mapped into memory, others are read by position, many small parts with one vectored read.
 */
package org.tensormap.spark.input;
