package org.tensormap;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules for names of label dimensions: ASCII identifiers, each used once. */
final class LabelNames {
  private LabelNames() {}

  /**
   * Returns an immutable copy of the names, or throws for a name that is no identifier or repeated.
   */
  static List<String> validated(List<String> names) {
    List<String> copy = List.copyOf(names);
    Set<String> seen = new HashSet<>();
    for (String name : copy) {
      if (!isIdentifier(name)) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' is not a valid label dimension: use ASCII letters, digits and '_', not starting"
                + " with a digit");
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            "label dimensions must be unique, got '" + name + "' multiple times in " + copy);
      }
    }
    return copy;
  }

  private static boolean isIdentifier(String name) {
    if (name.isEmpty() || isDigit(name.charAt(0))) {
      return false;
    }
    return name.chars()
        .allMatch(c -> isDigit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
