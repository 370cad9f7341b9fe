package org.tensormap.spark.cli;

/** A command can not do what it was asked to; the message tells the user all there is to know. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }

  CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
