package org.tensormap.spark.layout;

import java.util.Collection;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;

/** Every error about layouts, and about rows that one can not have. */
final class LayoutErrors {
  private LayoutErrors() {}

  static TensorMapException gradientNotSelectable(String layout) {
    return ErrorCondition.TENSORMAP_INVALID_OPTION.error(
        "The layout '%s' shows all gradients. Leave the option 'gradient' out, or use the layout"
            + " 'samples' or 'values'.",
        layout);
  }

  static TensorMapException noGroups(String layout) {
    return ErrorCondition.TENSORMAP_INVALID_OPTION.error(
        "The layout '%s' has no groups of samples. Leave the options 'groupBy' and 'groupSize' out,"
            + " or use the layout 'tensormap'.",
        layout);
  }

  static TensorMapException unknownSampleDimension(String dimension, Collection<String> known) {
    return ErrorCondition.TENSORMAP_INVALID_OPTION.error(
        "The option 'groupBy' names '%s', which is no sample dimension. Use some of %s.",
        dimension, known);
  }

  static TensorMapException blockTooLarge(String path, String shape, long bytes) {
    return ErrorCondition.TENSORMAP_BLOCK_TOO_LARGE.error(
        "A block of the file %s has the shape %s and %s bytes, too many for one row. Use the layout"
            + " 'samples' or 'values'.",
        path, shape, bytes);
  }
}
