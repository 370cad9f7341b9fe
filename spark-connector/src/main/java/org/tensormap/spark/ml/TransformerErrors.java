package org.tensormap.spark.ml;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.tensormap.spark.TensorMapException;

/** Every error about the parameters of a stage. */
final class TransformerErrors {
  private TransformerErrors() {}

  static TensorMapException noModel(String uid) {
    return new TensorMapException(
        "TENSORMAP_NO_MODEL",
        "22023",
        "The stage " + uid + " has no model. Set its parameter 'model' to the path of one.");
  }

  static TensorMapException missingInput(String uid, String column, List<String> columns) {
    return new TensorMapException(
        "TENSORMAP_MISSING_COLUMN",
        "42703",
        "The stage "
            + uid
            + " needs the column '"
            + column
            + "', but there is "
            + columns
            + ". Choose with the parameter 'inputCols'.");
  }

  static TensorMapException outputExists(String uid, String column) {
    return new TensorMapException(
        "TENSORMAP_COLUMN_EXISTS",
        "42711",
        "The stage "
            + uid
            + " can not add the column '"
            + column
            + "', which is there already. Choose another one with the parameter 'outputCol'.");
  }

  static TensorMapException groupsOfStream(String uid) {
    return new TensorMapException(
        "TENSORMAP_GROUPS_OF_STREAM",
        "0A000",
        "The stage "
            + uid
            + " can not make groups of the rows of a stream. Set its parameter 'groupSize' to 0, or"
            + " use it on the batches of foreachBatch.");
  }

  static TensorMapException unknownLayout(String uid, String name, List<String> known) {
    return new TensorMapException(
        "TENSORMAP_UNKNOWN_LAYOUT",
        "22023",
        "The stage "
            + uid
            + " can not show results in the layout '"
            + name
            + "'. Set its parameter 'outputLayout' to one of "
            + known
            + ".");
  }

  static TensorMapException noRows(String uid, String layout, DataType result) {
    return new TensorMapException(
        "TENSORMAP_MODEL_RESULT_TYPE",
        "42K09",
        "The stage "
            + uid
            + " can not show results in the layout '"
            + layout
            + "', because its model returns "
            + result.catalogString()
            + " instead of a tensor map. Set its parameter 'outputLayout' to 'tensormap', which"
            + " leaves results as they are.");
  }
}
