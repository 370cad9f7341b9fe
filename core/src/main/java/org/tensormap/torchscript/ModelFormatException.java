package org.tensormap.torchscript;

import java.io.IOException;

/**
 * A file is not a TorchScript model, is damaged or hostile, or uses classes or operators that are
 * not known here.
 */
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param model the name of the file
   * @param problem what was found, and what was expected
   */
  public ModelFormatException(String model, String problem) {
    this(model, problem, null);
  }

  /**
   * Creates the exception.
   *
   * @param model the name of the file
   * @param problem what was found, and what was expected
   * @param cause what made it known
   */
  public ModelFormatException(String model, String problem, Throwable cause) {
    super("can not load the model '" + model + "': " + problem, cause);
  }
}
