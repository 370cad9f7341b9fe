package org.tensormap.spark;

import java.util.Collection;

/** The errors about paths, layouts, options and settings that reads and writes have in common. */
public final class SourceErrors {
  private SourceErrors() {}

  /**
   * There is nothing to read.
   *
   * @param paths where
   * @return the error
   */
  public static TensorMapException pathNotFound(Collection<String> paths) {
    return ErrorCondition.TENSORMAP_PATH_NOT_FOUND.error(
        "The path %s does not exist. Give a dataset, an .mts file, or a directory or glob of them.",
        String.join(", ", paths));
  }

  /**
   * A layout was asked for that there is not.
   *
   * @param layout what was asked for
   * @param known the layouts there are
   * @return the error
   */
  public static TensorMapException unknownLayout(String layout, Collection<String> known) {
    return ErrorCondition.TENSORMAP_UNKNOWN_LAYOUT.error(
        "The layout '%s' is not known. Use one of %s.", layout, known);
  }

  /**
   * An option has a value that it can not have.
   *
   * @param name the option
   * @param value what was given
   * @param expected what it can be
   * @return the error
   */
  public static TensorMapException invalidOption(String name, String value, String expected) {
    return ErrorCondition.TENSORMAP_INVALID_OPTION.error(
        "The option '%s' must be %s, got '%s'.", name, expected, value);
  }

  static TensorMapException unknownOption(String name, String use, Collection<String> known) {
    return ErrorCondition.TENSORMAP_UNKNOWN_OPTION.error(
        "The option '%s' is not known for %s. Use one of %s.", name, use, known);
  }

  static TensorMapException invalidSetting(String name, String value, String expected) {
    return ErrorCondition.TENSORMAP_INVALID_SETTING.error(
        "The setting %s must be %s, got '%s'.", name, expected, value);
  }

  static TensorMapException noPath() {
    return ErrorCondition.TENSORMAP_NO_PATH.error(
        "There is no path to read or write. Give it to load() or save(), or as the option 'path'.");
  }
}
