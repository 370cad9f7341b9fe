package org.tensormap.spark.cli;

/** What the launcher knows of the terminal; Java does not tell where its output goes. */
final class Terminal {
  private Terminal() {}

  /** Whether the standard error is a terminal, on which a line can be replaced. */
  static boolean showsErrors() {
    return Boolean.getBoolean("tensormap.terminal");
  }

  /** How long the lines of the standard output can be: without limit if it is no terminal. */
  static int columns() {
    int columns = Integer.getInteger("tensormap.columns", 0);
    return columns > 0 ? columns : Integer.MAX_VALUE;
  }
}
