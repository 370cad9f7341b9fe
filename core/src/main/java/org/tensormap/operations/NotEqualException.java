package org.tensormap.operations;

/** Thrown where two maps or blocks have to be the same in some way, and are not. */
public final class NotEqualException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param message what differs
   */
  public NotEqualException(String message) {
    super(message);
  }
}
