package org.tensormap.spark;

import java.util.Collection;

/** Every error about options and settings. */
final class SourceErrors {
  private SourceErrors() {}

  static TensorMapException unknownOption(String name, String use, Collection<String> known) {
    return new TensorMapException(
        "TENSORMAP_UNKNOWN_OPTION",
        "42616",
        "The option '" + name + "' is not known for " + use + ". Use one of " + known + ".");
  }

  static TensorMapException invalidOption(String name, String value, String expected) {
    return new TensorMapException(
        "TENSORMAP_INVALID_OPTION",
        "22023",
        "The option '" + name + "' must be " + expected + ", got '" + value + "'.");
  }

  static TensorMapException invalidSetting(String name, String value, String expected) {
    return new TensorMapException(
        "TENSORMAP_INVALID_SETTING",
        "22023",
        "The setting " + name + " must be " + expected + ", got '" + value + "'.");
  }

  static TensorMapException noPath() {
    return new TensorMapException(
        "TENSORMAP_NO_PATH",
        "42601",
        "There is no path to read or write. Give it to load() or save(), or as the option 'path'.");
  }
}
