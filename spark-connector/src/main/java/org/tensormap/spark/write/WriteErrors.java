package org.tensormap.spark.write;

import java.util.Arrays;
import org.apache.spark.sql.types.StructType;
import org.tensormap.spark.TensorMapException;

/** Every error that a write has for its user. */
public final class WriteErrors {
  private WriteErrors() {}

  /**
   * The path to write to has files that are not a dataset.
   *
   * @param path the path
   * @return the error
   */
  public static TensorMapException notADataset(String path) {
    return new TensorMapException(
        "TENSORMAP_NOT_A_DATASET",
        "42809",
        "Nothing can be written to "
            + path
            + ": it exists, but is not a dataset, so what is there could be lost. Give the path of"
            + " a dataset, or one where there is nothing.");
  }

  /**
   * There are several paths to write to.
   *
   * @param paths the paths
   * @return the error
   */
  public static TensorMapException severalPaths(Iterable<String> paths) {
    return new TensorMapException(
        "TENSORMAP_SEVERAL_PATHS",
        "0A000",
        "A dataset has one path, got " + String.join(", ", paths) + ". Give one.");
  }

  /**
   * The rows are to be partitioned by columns.
   *
   * @param path the path
   * @return the error
   */
  public static TensorMapException partitioned(String path) {
    return new TensorMapException(
        "TENSORMAP_UNSUPPORTED_PARTITIONING",
        "0A000",
        "The dataset "
            + path
            + " can not be partitioned by columns: each row becomes a file of its own. Leave"
            + " partitionBy out.");
  }

  static TensorMapException unknownLayout(String layout) {
    return new TensorMapException(
        "TENSORMAP_UNKNOWN_LAYOUT",
        "22023",
        "The layout '" + layout + "' can not be written. Use one of [tensormap].");
  }

  static TensorMapException missingColumn(String column, StructType schema) {
    return new TensorMapException(
        "TENSORMAP_MISSING_COLUMN",
        "42703",
        "There is no column '"
            + column
            + "' of type BINARY to write, but "
            + Arrays.toString(schema.fieldNames())
            + ". Rename the column that holds the tensor maps.");
  }

  static TensorMapException columnType(String column, String actual) {
    return new TensorMapException(
        "TENSORMAP_COLUMN_TYPE",
        "42804",
        "The column '"
            + column
            + "' must be of type BINARY to be written, with a tensor map as an Arrow IPC stream or"
            + " as the bytes of an .mts file, but is of type "
            + actual
            + ".");
  }

  static TensorMapException surplusColumn(String column, String wanted) {
    return new TensorMapException(
        "TENSORMAP_UNEXPECTED_COLUMN",
        "42804",
        "The column '"
            + column
            + "' can not be written: files hold tensor maps and nothing else. Select the column '"
            + wanted
            + "' alone.");
  }

  static TensorMapException nullTensorMap(String column) {
    return new TensorMapException(
        "TENSORMAP_NULL_VALUE",
        "22004",
        "The column '" + column + "' has a null, which can not be written. Filter such rows out.");
  }

  static TensorMapException mixedSchemas(String first, String second, String difference) {
    return new TensorMapException(
        "TENSORMAP_SCHEMA_MISMATCH",
        "42K05",
        "The rows can not be written to one dataset: the tensor maps of "
            + first
            + " and "
            + second
            + " have different "
            + difference
            + ". Nothing was written; write them to different paths.");
  }
}
