package org.tensormap.spark.read;

import java.util.Locale;

/** What a column of a table has to do with tensor maps. */
enum Role {
  /** A dimension of the keys. */
  KEY,
  /** A dimension of the samples. */
  SAMPLE,
  /** The values of a sample. */
  VALUES,
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
