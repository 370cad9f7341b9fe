package org.tensormap.spark.log;

import java.io.Serializable;

/**
 * The least and the greatest value of one sample dimension in a shard.
 *
 * @param min the least value
 * @param max the greatest value
 */
public record Bounds(int min, int max) implements Serializable {
  /**
   * Returns bounds that hold both these and others.
   *
   * @param other the other bounds
   * @return the smallest such bounds
   */
  public Bounds union(Bounds other) {
    return new Bounds(Math.min(min, other.min), Math.max(max, other.max));
  }
}
