package org.tensormap.arrow;

/**
 * Where a gradient is: the parameters from the outermost block to it, joined by '/'. The path of a
 * block that is no gradient is empty.
 */
final class GradientPath {
  private GradientPath() {}

  /** The path of the gradient of a block with respect to a parameter. */
  static String child(String path, String parameter) {
    if (parameter.isEmpty() || parameter.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "a gradient with respect to '"
              + parameter
              + "' can not be stored: the name of a parameter must not be empty nor contain '/'");
    }
    return path.isEmpty() ? parameter : path + "/" + parameter;
  }

  /** The path of the block that a gradient belongs to. */
  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** The parameter of a gradient: the last part of its path. */
  static String parameter(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
