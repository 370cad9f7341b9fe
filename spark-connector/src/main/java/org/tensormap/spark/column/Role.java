package org.tensormap.spark.column;

import java.util.Locale;

/** What a column of a table has to do with tensor maps. */
public enum Role {
  /** A dimension of the keys. */
  KEY,
  /** A dimension of the samples. */
  SAMPLE,
  /** A dimension of the samples of a gradient, besides the sample that it is the gradient of. */
  GRADIENT,
  /** A component. */
  COMPONENT,
  /** A dimension of the properties. */
  PROPERTY,
  /** One value. */
  VALUE,
  /** All values of a row, in row-major order. */
  VALUES,
  /** Which gradient of a block a row shows; null for the block itself. */
  PATH,
  /** The shape of an array. */
  SHAPE,
  /** The labels of the first axis. */
  SAMPLES,
  /** The labels of the axes in the middle. */
  COMPONENTS,
  /** The labels of the last axis. */
  PROPERTIES,
  /** A whole tensor map. */
  TENSORMAP,
  /** The least and greatest value of every sample dimension of a tensor map. */
  BOUNDS,
  /** The file that a row comes from. */
  FILE;

  /** The name of this role in the metadata of a column. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
