package org.tensormap.spark.model;

import org.tensormap.spark.TensorMapException;

/**
 * A SQL value that can not be given to a model, with the place of the value inside its argument.
 */
final class UnfitValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  UnfitValueException(String problem) {
    this("", problem, null);
  }

  private UnfitValueException(String path, String problem, Throwable cause) {
    super(path.isEmpty() ? problem : "at " + path + ": " + problem, cause);
    this.path = path;
    this.problem = problem;
  }

  static UnfitValueException causedBy(IllegalArgumentException cause) {
    return new UnfitValueException("", cause.getMessage(), cause);
  }

  static UnfitValueException causedBy(TensorMapException cause) {
    return new UnfitValueException("", cause.reason().replaceFirst("\\.$", ""), cause);
  }

  /** The same problem, seen from the value that has this one as an element or field. */
  UnfitValueException inside(String step) {
    return new UnfitValueException(step + path, problem, getCause());
  }

  UnfitValueException inside(int index) {
    return inside("[" + index + "]");
  }
}
