package org.tensormap.spark;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;

/**
 * What a user can find wrong, in Spark's terms: the name by which errors are told apart, and the
 * class of errors it belongs to, an SQLSTATE. {@code docs/troubleshooting.md} explains each of
 * them.
 */
public enum ErrorCondition {
  /** There is nothing at the path, or a dataset whose first write has not been committed. */
  TENSORMAP_PATH_NOT_FOUND("42K03"),

  /** The file system fails when the path is looked at, or a symbolic link leads nowhere. */
  TENSORMAP_PATH_UNREADABLE("58030"),

  /** Neither {@code load()} nor {@code save()} nor the option {@code path} names a path. */
  TENSORMAP_NO_PATH("42601"),

  /** The directory is not a dataset and has no {@code .mts} or {@code .npz} files. */
  TENSORMAP_NO_FILES("42K03"),

  /** A read names several datasets, or datasets and files. */
  TENSORMAP_SEVERAL_DATASETS("0A000"),

  /**
   * Files, shards, rows or versions that should be one table have different dimensions, gradients
   * or types of values; the message names the difference.
   */
  TENSORMAP_SCHEMA_MISMATCH("42K05"),

  /**
   * The option {@code layout}, or the parameter {@code outputLayout} of a stage, is not one of the
   * layouts.
   */
  TENSORMAP_UNKNOWN_LAYOUT("22023"),

  /**
   * A table was looked up in one layout and read in another, which happens in sessions without the
   * extensions.
   */
  TENSORMAP_LAYOUT_OF_TABLE("0A000"),

  /** The option {@code gradient} names none that is there. */
  TENSORMAP_UNKNOWN_GRADIENT("42703"),

  /**
   * An option or table property has a name that is not known, or is one of streams in a read that
   * is none.
   */
  TENSORMAP_UNKNOWN_OPTION("42616"),

  /** An option has a value that it can not have, or no meaning here. */
  TENSORMAP_INVALID_OPTION("22023"),

  /** Values of a type without a counterpart in SQL, such as complex numbers. */
  TENSORMAP_UNSUPPORTED_TYPE("0A000"),

  /** A block has more bytes than one row or one array can have. */
  TENSORMAP_BLOCK_TOO_LARGE("54000"),

  /** A file was deleted after it was listed or written. */
  TENSORMAP_FILE_NOT_FOUND("42K03"),

  /** A file is cut off, damaged, or was changed; the message names the file and the entry. */
  TENSORMAP_CORRUPT_FILE("XX001"),

  /**
   * A binary value is neither an Arrow IPC stream with a tensor map nor the bytes of an {@code
   * .mts} file.
   */
  TENSORMAP_INVALID_BINARY("22023"),

  /** What needs a log (a write, versions, maintenance, a stream) is asked of files without one. */
  TENSORMAP_NOT_A_DATASET("42809"),

  /** The version, or one of that time, is not there; maybe a vacuum removed it. */
  TENSORMAP_VERSION_NOT_FOUND("22023"),

  /** A version file is damaged or missing. */
  TENSORMAP_CORRUPT_LOG("XX001"),

  /** The dataset was written by a newer release. */
  TENSORMAP_LOG_FROM_THE_FUTURE("0A000"),

  /** The mode is {@code errorifexists}, which is the default, and there is a dataset. */
  TENSORMAP_OUTPUT_EXISTS("42710"),

  /**
   * A table of Spark's catalog is made from a query at a location where there is something, to
   * which its rows would be added.
   */
  TENSORMAP_LOCATION_NOT_EMPTY("42710"),

  /** Another writer committed first, and this write can not be done on top of that. */
  TENSORMAP_CONCURRENT_WRITE("40001"),

  /**
   * The file system failed during the commit and does not tell whether it happened, or may still
   * happen.
   */
  TENSORMAP_COMMIT_STATE_UNKNOWN("08007"),

  /**
   * The file system can not create a file only if it does not exist, or the object store ignores
   * that.
   */
  TENSORMAP_NO_ATOMIC_COMMIT("0A000"),

  /** A column that is needed is not there. */
  TENSORMAP_MISSING_COLUMN("42703"),

  /** It is not known whether a column is a key, a sample, a component or a property. */
  TENSORMAP_COLUMN_WITHOUT_ROLE("42K03"),

  /** A column is named twice, or two columns have a role that one can have. */
  TENSORMAP_COLUMN_IN_TWO_ROLES("42701"),

  /** A column has a type that its role does not allow. */
  TENSORMAP_COLUMN_TYPE("42804"),

  /** There are columns beside the tensor maps that are written. */
  TENSORMAP_UNEXPECTED_COLUMN("42804"),

  /** A column of labels has a name that a dimension can not have. */
  TENSORMAP_INVALID_DIMENSION("42602"),

  /** There is a null where a label or a value is needed. */
  TENSORMAP_NULL_VALUE("22004"),

  /** In the layout {@code values}, one of the values of a block has no row. */
  TENSORMAP_MISSING_VALUE("22004"),

  /**
   * There are several rows for one sample, or for one value; with {@code checkDuplicates}, the
   * dataset has a sample already.
   */
  TENSORMAP_DUPLICATE_SAMPLE("23505"),

  /** Arrays of values do not have the length that components and properties give. */
  TENSORMAP_ARRAY_LENGTH("22000"),

  /**
   * The components and properties of a block are not known, or those of a key are not the same in
   * all that was read.
   */
  TENSORMAP_UNKNOWN_LABELS("22023"),

  /** A label does not fit into 32 bits, or is beyond the size that an option says. */
  TENSORMAP_LABEL_OUT_OF_RANGE("22003"),

  /** A value does not fit into the type that the values have. */
  TENSORMAP_VALUE_OUT_OF_RANGE("22003"),

  /** The metadata of a column, which a read leaves there, can not be understood. */
  TENSORMAP_INVALID_METADATA("22023"),

  /** Rows that were read with the option {@code gradient} are written. */
  TENSORMAP_GRADIENT_ROWS("0A000"),

  /** In the layout {@code blocks}, the row of a gradient does not follow that of its block. */
  TENSORMAP_GRADIENT_WITHOUT_BLOCK("22000"),

  /** In the layout {@code blocks}, shape, labels and values of a row do not fit together. */
  TENSORMAP_INVALID_BLOCK("22000"),

  /** A write names several paths. */
  TENSORMAP_SEVERAL_PATHS("0A000"),

  /**
   * A statement that tables do not have, such as {@code UPDATE}, or path tables, such as {@code
   * DROP TABLE}; or settings of file systems in the clause {@code WITH}.
   */
  TENSORMAP_UNSUPPORTED_OPERATION("0A000"),

  /** {@code PARTITIONED BY} or {@code partitionBy}. */
  TENSORMAP_UNSUPPORTED_PARTITIONING("0A000"),

  /** {@code DELETE}, or an overwrite with a condition, would remove some rows of a shard. */
  TENSORMAP_PARTIAL_DELETE("0A000"),

  /** An overwrite with a condition has rows that do not fulfill it. */
  TENSORMAP_ROW_OUTSIDE_CONDITION("44000"),

  /** {@code CALL} names no procedure of the catalog. */
  TENSORMAP_UNKNOWN_PROCEDURE("42883"),

  /** An argument of a procedure is null or out of range. */
  TENSORMAP_INVALID_ARGUMENT("22023"),

  /** A vacuum would delete files that a running write may still commit. */
  TENSORMAP_UNSAFE_RETENTION("22023"),

  /** A stream comes to a version that removed or replaced rows. */
  TENSORMAP_STREAM_ROWS_REMOVED("0A000"),

  /**
   * The checkpoint has seen versions that the dataset does not have: it was made anew, or the query
   * has another path.
   */
  TENSORMAP_STREAM_RESTARTED("0A000"),

  /** The checkpoint is not that of a stream from a dataset. */
  TENSORMAP_INVALID_OFFSET("22023"),

  /** A function is called with too few or too many arguments. */
  TENSORMAP_WRONG_NUM_ARGS("42605"),

  /** An argument has a type that the function does not take. */
  TENSORMAP_WRONG_ARG_TYPE("42K09"),

  /** The operation is not possible with these tensor maps; the message is that of the operation. */
  TENSORMAP_FUNCTION_FAILED("22023"),

  /** Rows of one group give {@code tm_join} different options. */
  TENSORMAP_DIFFERENT_OPTIONS("22023"),

  /**
   * The tensor maps of one group, or the rows for one call of a model, have more bytes than fit.
   */
  TENSORMAP_GROUP_TOO_LARGE("54000"),

  /** There is no file at the path, or a directory. */
  TENSORMAP_MODEL_NOT_FOUND("42K03"),

  /** An executor can not read the model. */
  TENSORMAP_MODEL_UNREADABLE("58030"),

  /** The file is no model, or uses what is not supported; the message says what. */
  TENSORMAP_MODEL_INVALID("22000"),

  /** The file is not the one that the query was planned with. */
  TENSORMAP_MODEL_CHANGED("55000"),

  /** The first argument of {@code tm_predict} is not a constant string. */
  TENSORMAP_MODEL_NOT_CONSTANT("42K08"),

  /** The model takes another number of arguments. */
  TENSORMAP_MODEL_ARGUMENT_COUNT("42605"),

  /** An argument has a SQL type from which the model's can not be made. */
  TENSORMAP_MODEL_ARGUMENT_TYPE("42K09"),

  /** A value can not be given to the model, for example an array of arrays of different lengths. */
  TENSORMAP_MODEL_ARGUMENT_VALUE("22023"),

  /** A row of {@code predict} has a null in place of an argument. */
  TENSORMAP_MODEL_NULL_ARGUMENT("22004"),

  /** The model does not return a tensor map where one is needed. */
  TENSORMAP_MODEL_RESULT_TYPE("42K09"),

  /** The model raised an exception; the message has it, and the TorchScript stack. */
  TENSORMAP_MODEL_FAILED("38000"),

  /** A tensor in the result has an integer that a double can not hold. */
  TENSORMAP_RESULT_INEXACT("22003"),

  /** A group should have less than one row. */
  TENSORMAP_INVALID_GROUP_SIZE("22023"),

  /**
   * A device is not {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}, or Spark gives
   * addresses of GPUs that are not numbers.
   */
  TENSORMAP_DEVICE_UNKNOWN("22023"),

  /** A setting {@code spark.tensormap.*} has a value that it can not have. */
  TENSORMAP_INVALID_SETTING("22023"),

  /** A stage of a pipeline has no model. */
  TENSORMAP_NO_MODEL("22023"),

  /** A stage would add a column that is there. */
  TENSORMAP_COLUMN_EXISTS("42711"),

  /** A stage with {@code groupSize} is used on a stream. */
  TENSORMAP_GROUPS_OF_STREAM("0A000"),

  /** Java finds no fonts to draw a plot with, as in minimal containers. */
  TENSORMAP_NO_FONTS("58030");

  private final String sqlState;

  ErrorCondition(String sqlState) {
    this.sqlState = sqlState;
  }

  /**
   * Returns the class of errors that this one belongs to.
   *
   * @return five letters and digits, as in the standard of SQL
   */
  public String sqlState() {
    return sqlState;
  }

  /**
   * Creates an error that has no cause but the values it names.
   *
   * @param message what was wrong, and what to do, as {@link String#format(String, Object...)}
   *     takes it
   * @param values what to put into the message
   * @return the error
   */
  @FormatMethod
  public TensorMapException error(@FormatString String message, Object... values) {
    return error(null, message, values);
  }

  /**
   * Creates an error.
   *
   * @param cause what led to it, or null
   * @param message what was wrong, and what to do, as {@link String#format(String, Object...)}
   *     takes it
   * @param values what to put into the message
   * @return the error
   */
  @FormatMethod
  public TensorMapException error(Throwable cause, @FormatString String message, Object... values) {
    return new TensorMapException(this, String.format(Locale.ROOT, message, values), cause);
  }
}
