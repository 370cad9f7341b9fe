package org.tensormap.io;

/** What there is to read of a block in an open file. */
public enum MtsPart {
  /** Shape and type of the values. */
  SHAPE,
  /** The labels of the first axis. */
  SAMPLES,
  /** The labels of the axes in the middle. */
  COMPONENTS,
  /** The labels of the last axis; those of a gradient are those of its block. */
  PROPERTIES,
  /** All values. */
  VALUES
}
