package org.tensormap.spark.ml;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;

/** Every error about the parameters of a stage. */
final class TransformerErrors {
  private TransformerErrors() {}

  static TensorMapException noModel(String uid) {
    return ErrorCondition.TENSORMAP_NO_MODEL.error(
        "The stage %s has no model. Set its parameter 'model' to the path of one.", uid);
  }

  static TensorMapException missingInput(String uid, String column, List<String> columns) {
    return ErrorCondition.TENSORMAP_MISSING_COLUMN.error(
        "The stage %s needs the column '%s', but there is %s. Choose with the parameter"
            + " 'inputCols'.",
        uid, column, columns);
  }

  static TensorMapException outputExists(String uid, String column) {
    return ErrorCondition.TENSORMAP_COLUMN_EXISTS.error(
        "The stage %s can not add the column '%s', which is there already. Choose another one with"
            + " the parameter 'outputCol'.",
        uid, column);
  }

  static TensorMapException groupsOfStream(String uid) {
    return ErrorCondition.TENSORMAP_GROUPS_OF_STREAM.error(
        "The stage %s can not make groups of the rows of a stream. Set its parameter 'groupSize' to"
            + " 0, or use it on the batches of foreachBatch.",
        uid);
  }

  static TensorMapException unknownLayout(String uid, String name, List<String> known) {
    return ErrorCondition.TENSORMAP_UNKNOWN_LAYOUT.error(
        "The stage %s can not show results in the layout '%s'. Set its parameter 'outputLayout' to"
            + " one of %s.",
        uid, name, known);
  }

  static TensorMapException noRows(String uid, String layout, DataType result) {
    return ErrorCondition.TENSORMAP_MODEL_RESULT_TYPE.error(
        "The stage %s can not show results in the layout '%s', because its model returns %s instead"
            + " of a tensor map. Set its parameter 'outputLayout' to 'tensormap', which leaves"
            + " results as they are.",
        uid, layout, result.catalogString());
  }
}
