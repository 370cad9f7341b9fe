package org.tensormap.spark.log;

import java.io.IOException;

/** What has to be true of the version that a commit follows. */
@FunctionalInterface
public interface Precondition {
  /**
   * Looks at the version that would be followed; again, if another writer was faster.
   *
   * @param version its number
   * @throws IOException if it can not be looked at
   * @throws org.tensormap.spark.TensorMapException if the commit must not follow it
   */
  void check(long version) throws IOException;
}
