package org.tensormap.spark.log;

import java.io.IOException;
import java.util.List;

/** What has to be true of the shards that a commit is added to. */
@FunctionalInterface
public interface Precondition {
  /**
   * Looks at shards that will be there beside those of the commit: all of them the first time, and
   * those that another writer has added meanwhile if it was faster.
   *
   * @param others the shards
   * @throws IOException if they can not be looked at
   * @throws org.tensormap.spark.TensorMapException if the commit must not be added to them
   */
  void check(List<Shard> others) throws IOException;
}
