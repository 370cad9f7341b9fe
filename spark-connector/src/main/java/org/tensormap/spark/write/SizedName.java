package org.tensormap.spark.write;

import java.io.Serializable;
import java.util.List;

/**
 * A dimension that a user named in an option, for example {@code xyz:3}.
 *
 * @param name its name
 * @param size how many labels it has, from 0; {@link #UNKNOWN} if the user did not say
 */
record SizedName(String name, int size) implements Serializable {
  static final int UNKNOWN = -1;

  /** Dimensions without sizes. */
  static List<SizedName> unsized(List<String> names) {
    return names.stream().map(name -> new SizedName(name, UNKNOWN)).toList();
  }

  static List<String> names(List<SizedName> dimensions) {
    return dimensions.stream().map(SizedName::name).toList();
  }

  boolean hasSize() {
    return size != UNKNOWN;
  }
}
