package org.tensormap.spark.column;

import java.util.Collection;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;

/** Every error about what columns are. */
final class ColumnErrors {
  private ColumnErrors() {}

  static TensorMapException unsupportedType(String type) {
    return ErrorCondition.TENSORMAP_UNSUPPORTED_TYPE.error(
        "Values of type %s have no counterpart in SQL. Use the layout 'tensormap', which shows"
            + " whole tensor maps.",
        type);
  }

  static TensorMapException unknownGradient(String path, Collection<String> known) {
    return ErrorCondition.TENSORMAP_UNKNOWN_GRADIENT.error(
        "There is no gradient '%s'; the tensor maps have %s. Leave the option 'gradient' out to"
            + " read the values.",
        path, known.isEmpty() ? "no gradients" : known);
  }

  static TensorMapException invalidMetadata(String column, String name, Exception cause) {
    return ErrorCondition.TENSORMAP_INVALID_METADATA.error(
        cause,
        "The column '%s' has metadata '%s' that can not be understood: %s. Read the column again,"
            + " or say with the options components and properties what it holds.",
        column,
        name,
        cause.getMessage());
  }

  static TensorMapException missingFileWithLabels(String path, Throwable cause) {
    return ErrorCondition.TENSORMAP_FILE_NOT_FOUND.error(
        cause,
        "The file %s, from which the values were read, does not exist any more, and only it knew"
            + " their components and properties. Say with the options components and properties"
            + " what they are.",
        path);
  }
}
