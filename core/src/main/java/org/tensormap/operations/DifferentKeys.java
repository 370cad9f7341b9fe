package org.tensormap.operations;

/** What {@link Joining#join} does with maps that have different keys. */
public enum DifferentKeys {
  /** It fails. */
  ERROR,
  /** It joins only the blocks whose keys all maps have. */
  INTERSECTION,
  /**
   * It joins all blocks; where a map has no block, one without samples (or properties) is taken.
   */
  UNION
}
