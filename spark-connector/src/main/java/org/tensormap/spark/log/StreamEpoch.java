package org.tensormap.spark.log;

import java.util.Objects;

/**
 * Which part of a stream a commit holds. A dataset takes each part once, however often the query
 * that writes it is restarted.
 *
 * @param query the identifier of the streaming query, the same after each restart
 * @param epoch the number of the part, rising from 0
 */
public record StreamEpoch(String query, long epoch) {
  /**
   * Creates a part of a stream.
   *
   * @param query the identifier of the streaming query
   * @param epoch the number of the part
   */
  public StreamEpoch {
    Objects.requireNonNull(query, "query");
  }
}
