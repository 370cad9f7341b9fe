package org.tensormap.spark.write;

import java.io.Serializable;

/**
 * A dimension that a user named in an option, for example {@code xyz:3}.
 *
 * @param name its name
 * @param size how many labels it has, from 0; {@link #UNKNOWN} if the user did not say
 */
record SizedName(String name, int size) implements Serializable {
  static final int UNKNOWN = -1;

  boolean hasSize() {
    return size != UNKNOWN;
  }
}
