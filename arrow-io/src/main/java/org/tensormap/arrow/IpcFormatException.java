package org.tensormap.arrow;

/**
 * Bytes that are not a tensor map as an Arrow IPC stream: cut short, damaged, of another schema, or
 * written by a newer version. The message names what is wrong.
 */
public final class IpcFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception.
   *
   * @param problem what is wrong, with the values that are
   */
  public IpcFormatException(String problem) {
    super(problem);
  }

  /**
   * Creates an exception for what an attempt to read the bytes ran into.
   *
   * @param problem what is wrong, with the values that are
   * @param cause what reading ran into
   */
  public IpcFormatException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
