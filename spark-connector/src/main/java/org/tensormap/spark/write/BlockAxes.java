package org.tensormap.spark.write;

import java.util.List;
import org.tensormap.Labels;

/**
 * The axes of a block behind the samples.
 *
 * @param components the labels of the axes in the middle
 * @param properties the labels of the last axis
 */
record BlockAxes(List<Labels> components, Labels properties) {
  /** How many values a sample has. */
  long length() {
    long length = properties.size();
    for (Labels axis : components) {
      length *= axis.size();
    }
    return length;
  }
}
