package org.tensormap.arrow;

import java.util.Arrays;

/**
 * Where a gradient is: the parameters from the outermost block to it, joined by '/'. The path of a
 * block that is no gradient is empty.
 */
final class GradientPath {
  /** Far more than anybody derives, and so few that walking over gradients of gradients is safe. */
  private static final int MAX_DEPTH = 100;

  private GradientPath() {}

  /** The path of the gradient of a block with respect to a parameter. */
  static String child(String path, String parameter) {
    if (parameter.isEmpty() || parameter.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "a gradient with respect to '"
              + parameter
              + "' can not be stored: the name of a parameter must not be empty nor contain '/'");
    }
    checkDepth(path.isEmpty() ? 1 : path.split("/", -1).length + 1);
    return path.isEmpty() ? parameter : path + "/" + parameter;
  }

  /** Throws if a path, which is not empty, is none that {@link #child} makes. */
  static void check(String path) {
    String[] parameters = path.split("/", -1);
    if (Arrays.asList(parameters).contains("")) {
      throw new IpcFormatException("the name of a parameter is empty");
    }
    checkDepth(parameters.length);
  }

  /** The path of the block that a gradient belongs to. */
  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** The parameter of a gradient: the last part of its path. */
  static String parameter(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void checkDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "gradients of gradients are nested "
              + depth
              + " deep, at most "
              + MAX_DEPTH
              + " can be stored");
    }
  }
}
