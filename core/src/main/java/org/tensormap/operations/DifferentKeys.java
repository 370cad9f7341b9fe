package org.tensormap.operations;

import java.util.Arrays;
import java.util.Locale;

/** What {@link Joining#join} does with maps that have different keys. */
public enum DifferentKeys {
  /** It fails. */
  ERROR,
  /** It joins only the blocks whose keys all maps have. */
  INTERSECTION,
  /**
   * It joins all blocks; where a map has no block, one without samples (or properties) is taken.
   */
  UNION;

  /**
   * Returns what an option of Python means.
   *
   * @param name {@code error}, {@code intersection} or {@code union}
   * @return the constant
   * @throws IllegalArgumentException if there is no such option
   */
  public static DifferentKeys of(String name) {
    return Arrays.stream(values())
        .filter(option -> option.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + name
                        + "' is not a valid option for `different_keys`: use 'error', 'intersection'"
                        + " or 'union'"));
  }

  /** Returns the name in lower case, as in Python. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
