package org.tensormap.torchscript;

/** A type in a signature has no counterpart in Java; the message names the type. */
final class UnsupportedTypeException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsupportedTypeException(String problem) {
    super(problem);
  }
}
