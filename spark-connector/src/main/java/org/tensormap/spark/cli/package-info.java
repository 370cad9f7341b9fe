/**
 * The command line: {@code tensormap quickstart}, {@code featurize}, {@code predict}, {@code show},
 * {@code plot}, {@code sql} and others.
 *
 * <p>{@link org.tensormap.spark.cli.TensorMapCommand} is the main class, with its own Spark by
 * default and with the one it finds under {@code spark-submit}. Each command is a class that parses
 * its options and says what it does in {@code call}. Results go to the standard output, progress
 * and errors to the standard error.
 */
package org.tensormap.spark.cli;
