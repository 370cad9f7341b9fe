package org.tensormap.spark.write;

import java.io.Serializable;
import java.util.List;

/** Where the component and property labels of arrays of values come from. */
sealed interface SampleAxes extends Serializable permits KnownAxes, SizedAxes {
  /** The names of the components. */
  List<String> componentNames();

  /** The names of the dimensions of the properties. */
  List<String> propertyNames();

  /** A task's view of the labels. */
  OfKeys open();

  /** Finds the axes of blocks; equal ones are the same instances. */
  interface OfKeys {
    /**
     * Returns the axes of a block.
     *
     * @param key its key
     * @param length how many values its first sample has
     * @return the axes
     * @throws org.tensormap.spark.TensorMapException if they are not known
     */
    BlockAxes of(int[] key, int length);
  }
}
