package org.tensormap.spark.write;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.column.Role;

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
    return ErrorCondition.TENSORMAP_NOT_A_DATASET.error(
        "Nothing can be written to %s: it exists, but is not a dataset, so what is there could be"
            + " lost. Give the path of a dataset, or one where there is nothing.",
        path);
  }

  /**
   * There are several paths to write to.
   *
   * @param paths the paths
   * @return the error
   */
  public static TensorMapException severalPaths(Iterable<String> paths) {
    return ErrorCondition.TENSORMAP_SEVERAL_PATHS.error(
        "A dataset has one path, got %s. Give one.", String.join(", ", paths));
  }

  /**
   * The rows are to be partitioned by columns.
   *
   * @param path the path
   * @return the error
   */
  public static TensorMapException partitioned(String path) {
    return ErrorCondition.TENSORMAP_UNSUPPORTED_PARTITIONING.error(
        "The dataset %s can not be partitioned by columns: its shards are cut along the samples."
            + " Leave partitionBy out.",
        path);
  }

  static TensorMapException optionOfOtherLayout(String name, String layout) {
    return ErrorCondition.TENSORMAP_INVALID_OPTION.error(
        "The option '%s' has no meaning in the layout '%s'. Leave it out.", name, layout);
  }

  static TensorMapException noLayout(Collection<String> columns) {
    return ErrorCondition.TENSORMAP_MISSING_COLUMN.error(
        "The columns %s do not tell what to write. Name the column with the data: 'tensormap' for"
            + " whole tensor maps (BINARY), 'values' for an array for each sample, 'value' for"
            + " single values; and say with the options keys and samples what the other columns"
            + " are.",
        columns);
  }

  static TensorMapException missingColumn(String column, Collection<String> columns) {
    return ErrorCondition.TENSORMAP_MISSING_COLUMN.error(
        "There is no column '%s' to write, but %s. Rename the column that holds it.",
        column, columns);
  }

  static TensorMapException noSuchColumn(String column, String[] columns) {
    return ErrorCondition.TENSORMAP_MISSING_COLUMN.error(
        "The options name a column '%s', but there are only %s.", column, Arrays.toString(columns));
  }

  static TensorMapException noColumns(Role role, String option) {
    return ErrorCondition.TENSORMAP_MISSING_COLUMN.error(
        "No column has the role '%s'. Name at least one with the option %s.", role, option);
  }

  static TensorMapException columnsWithoutRole(Collection<String> columns, Collection<Role> roles) {
    return ErrorCondition.TENSORMAP_COLUMN_WITHOUT_ROLE.error(
        "It is not known what the columns %s are. Give each of them one of the roles %s with the"
            + " options keys, samples, components and properties, for example option(\"samples\","
            + " \"system,atom\"), or drop them.",
        columns, roles);
  }

  static TensorMapException columnInTwoRoles(String column) {
    return ErrorCondition.TENSORMAP_COLUMN_IN_TWO_ROLES.error(
        "The options name the column '%s' twice. Give it one role.", column);
  }

  static TensorMapException twoColumnsOfRole(Role role, String first, String second) {
    return ErrorCondition.TENSORMAP_COLUMN_IN_TWO_ROLES.error(
        "Both '%s' and '%s' have the role '%s', which one column has. Drop one of them.",
        first, second, role);
  }

  static TensorMapException gradientRows(String column) {
    return ErrorCondition.TENSORMAP_GRADIENT_ROWS.error(
        "The column '%s' was read from a gradient, which can not be written without the block that"
            + " it belongs to. Read and write the layout 'blocks' or 'tensormap', which have both.",
        column);
  }

  static TensorMapException invalidDimensions(Role role, IllegalArgumentException cause) {
    return ErrorCondition.TENSORMAP_INVALID_DIMENSION.error(
        cause,
        "The columns of role '%s' can not be dimensions: %s. Rename them.",
        role,
        cause.getMessage());
  }

  static TensorMapException columnType(String column, String expected, String actual) {
    return ErrorCondition.TENSORMAP_COLUMN_TYPE.error(
        "The column '%s' must be of type %s, but is of type %s.", column, expected, actual);
  }

  static TensorMapException tensorMapType(String column, String actual) {
    return ErrorCondition.TENSORMAP_COLUMN_TYPE.error(
        "The column '%s' must be of type BINARY to be written, with a tensor map as an Arrow IPC"
            + " stream or as the bytes of an .mts file, but is of type %s.",
        column, actual);
  }

  static TensorMapException labelType(String column, String actual) {
    return ErrorCondition.TENSORMAP_COLUMN_TYPE.error(
        "The column '%s' has labels, which are integers, but is of type %s. Cast it to INT.",
        column, actual);
  }

  static TensorMapException valuesType(String column, String actual) {
    return ErrorCondition.TENSORMAP_COLUMN_TYPE.error(
        "The column '%s' must be an ARRAY of numbers, one for each component and property, but is"
            + " of type %s. For single values use the layout 'values' and the column name 'value'.",
        column, actual);
  }

  static TensorMapException valueType(String column, String actual) {
    return ErrorCondition.TENSORMAP_COLUMN_TYPE.error(
        "The column '%s' has values of type %s, which tensor maps have not. Cast them to FLOAT,"
            + " DOUBLE, TINYINT, SMALLINT, INT, BIGINT or BOOLEAN.",
        column, actual);
  }

  static TensorMapException labelOutOfRange(String column, long value) {
    return ErrorCondition.TENSORMAP_LABEL_OUT_OF_RANGE.error(
        "The column '%s' has the label %s, but labels are integers of 32 bits. Number them anew.",
        column, value);
  }

  static TensorMapException valueOutOfRange(String column, String value, String dtype, long most) {
    return ErrorCondition.TENSORMAP_VALUE_OUT_OF_RANGE.error(
        "The column '%s' has the value %s, but its values are of type %s, from 0 to %s. Cast the"
            + " column to write it in another type.",
        column, value, dtype, most);
  }

  static TensorMapException surplusColumn(String column, String wanted) {
    return ErrorCondition.TENSORMAP_UNEXPECTED_COLUMN.error(
        "The column '%s' can not be written: files hold tensor maps and nothing else. Select the"
            + " column '%s' alone.",
        column, wanted);
  }

  static TensorMapException nullValue(String column) {
    return ErrorCondition.TENSORMAP_NULL_VALUE.error(
        "The column '%s' has a null, which can not be written. Filter such rows out.", column);
  }

  static TensorMapException nullElement(String column, String key, String sample) {
    return ErrorCondition.TENSORMAP_NULL_VALUE.error(
        "An array of the column '%s' has a null, which can not be written: %s. Replace it, for"
            + " example by NaN.",
        column, place(key, sample));
  }

  static TensorMapException nullInBlock(String key) {
    return ErrorCondition.TENSORMAP_NULL_VALUE.error(
        "The block for %s has a null among its labels or values, which can not be written.",
        orOnly(key));
  }

  static TensorMapException duplicateSample(String key, String sample) {
    return ErrorCondition.TENSORMAP_DUPLICATE_SAMPLE.error(
        "There are several rows for one sample: %s. Aggregate them, or make the columns of the"
            + " option samples tell them apart.",
        place(key, sample));
  }

  static TensorMapException sampleIsThere(String path, String key, String sample) {
    return ErrorCondition.TENSORMAP_DUPLICATE_SAMPLE.error(
        "The dataset has a sample that is to be added already: %s, in %s. Nothing was added. Leave"
            + " out the rows that are there, overwrite the dataset, or set the option %s to false"
            + " if a sample may be there several times.",
        place(key, sample), path, WriteOptions.CHECK_DUPLICATES);
  }

  static TensorMapException rowOutsideCondition(String condition, String key, String sample) {
    return ErrorCondition.TENSORMAP_ROW_OUTSIDE_CONDITION.error(
        "The rows that fulfill %s can only be replaced by such rows, but there is one for %s."
            + " Nothing was replaced. Filter such rows out, or choose a condition that all rows"
            + " fulfill.",
        condition, place(key, sample));
  }

  static TensorMapException addedMeanwhile(String path, String condition, String shard) {
    return ErrorCondition.TENSORMAP_CONCURRENT_WRITE.error(
        "The rows of the dataset %s that fulfill %s can not be replaced: another writer added the"
            + " shard %s, which may have such rows, meanwhile. Nothing was replaced; run the job"
            + " again.",
        path, condition, shard);
  }

  static TensorMapException conditionNotAboutLabels(String path, String condition) {
    return ErrorCondition.TENSORMAP_PARTIAL_DELETE.error(
        "Rows of %s can not be replaced by the condition '%s' of the option %s: it has to compare"
            + " key or sample dimensions with constants.",
        path, condition, WriteOptions.REPLACE_WHERE);
  }

  static TensorMapException conditionWithoutColumns(String path, String condition) {
    return ErrorCondition.TENSORMAP_INVALID_OPTION.error(
        "The option %s, '%s', is about columns of the dataset %s, but which ones it has is known"
            + " only after its first write. Leave the option out for this one.",
        WriteOptions.REPLACE_WHERE, condition, path);
  }

  static TensorMapException conditionWithoutOverwrite(String condition) {
    return ErrorCondition.TENSORMAP_INVALID_OPTION.error(
        "The option %s, '%s', says which rows are replaced, but this write replaces none. Use the"
            + " mode overwrite, or leave it out.",
        WriteOptions.REPLACE_WHERE, condition);
  }

  static TensorMapException conditionOfStream(String condition) {
    return ErrorCondition.TENSORMAP_INVALID_OPTION.error(
        "A stream can not replace the rows that fulfill %s. Leave the option %s out, or write each"
            + " batch with foreachBatch.",
        condition, WriteOptions.REPLACE_WHERE);
  }

  static TensorMapException twoConditions(List<Predicate> predicates) {
    return ErrorCondition.TENSORMAP_INVALID_OPTION.error(
        "The write says twice which rows are replaced: by %s, and by the option %s. Leave the"
            + " option out.",
        predicates, WriteOptions.REPLACE_WHERE);
  }

  static TensorMapException duplicateValue(String key, String sample, String cell) {
    return ErrorCondition.TENSORMAP_DUPLICATE_SAMPLE.error(
        "There are several rows for one value: %s, %s. Aggregate them, or make the columns of the"
            + " options tell them apart.",
        place(key, sample), cell);
  }

  static TensorMapException missingValue(String key, String sample, String cell) {
    return ErrorCondition.TENSORMAP_MISSING_VALUE.error(
        "There is no row for one of the values of a block: %s, %s. Add it, or say with the option"
            + " %s what such values are.",
        place(key, sample), cell, WriteOptions.FILL_VALUE);
  }

  static TensorMapException differentLength(
      String column, String key, String sample, long expected, int got) {
    return ErrorCondition.TENSORMAP_ARRAY_LENGTH.error(
        "The arrays of the column '%s' do not fit: %s has %s values, but the block has components"
            + " and properties for %s. Give all samples of a key equally many values; if these"
            + " labels are not meant, say with the options components and properties which ones"
            + " are.",
        column, place(key, sample), got, expected);
  }

  static TensorMapException lengthDoesNotFit(
      int length, List<SizedName> components, List<SizedName> properties) {
    return ErrorCondition.TENSORMAP_ARRAY_LENGTH.error(
        "Arrays of %s values have no place for the components %s and the properties %s. Correct the"
            + " sizes in the options components and properties.",
        length, print(components), print(properties));
  }

  static TensorMapException severalUnsized(List<SizedName> components, List<SizedName> properties) {
    return ErrorCondition.TENSORMAP_INVALID_OPTION.error(
        "The length of an array tells one size at most, but there is none for several of %s and %s."
            + " Give sizes, for example xyz:3, in the options components and properties.",
        print(components), print(properties));
  }

  static TensorMapException someSizes(List<SizedName> properties) {
    return ErrorCondition.TENSORMAP_INVALID_OPTION.error(
        "Some of the properties %s have a size and some have not. Give a size for all of them, or"
            + " for none.",
        print(properties));
  }

  static TensorMapException labelBeyondSize(String label, int size) {
    return ErrorCondition.TENSORMAP_LABEL_OUT_OF_RANGE.error(
        "There is a row with %s, but the options say that there are %s such labels, counted from 0."
            + " Correct the size, or leave it out.",
        label, size);
  }

  static TensorMapException unknownLabels(String key) {
    return ErrorCondition.TENSORMAP_UNKNOWN_LABELS.error(
        "The components and properties of the block for %s are not known: what the values were read"
            + " from, or the dataset that they are added to, has no such block, several with"
            + " different ones, or more labels than its log keeps. Say what they are with the"
            + " options components and properties, for example option(\"properties\", \"n\"); or"
            + " read and write in the layout 'tensormap', in which every block keeps its own.",
        orOnly(key));
  }

  static TensorMapException noKnownLabels(String column) {
    return ErrorCondition.TENSORMAP_UNKNOWN_LABELS.error(
        "The components and properties of the column '%s' are not known: what its values were read"
            + " from has, for every key, different ones or more than its log keeps. Say what they"
            + " are with the options components and properties, for example option(\"properties\","
            + " \"n\"); or read and write in the layout 'tensormap', in which every block keeps its"
            + " own.",
        column);
  }

  static TensorMapException labelsOfOtherKeys(
      String column, List<String> known, List<String> given) {
    return ErrorCondition.TENSORMAP_UNKNOWN_LABELS.error(
        "The components and properties of the column '%s' are known by the keys %s, but the rows"
            + " have the keys %s. Say what they are with the options components and properties, for"
            + " example option(\"properties\", \"n\").",
        column, known, given);
  }

  static TensorMapException differentColumns(
      String key, String first, String firstLabels, String second, String secondLabels) {
    return ErrorCondition.TENSORMAP_SCHEMA_MISMATCH.error(
        "The rows of the block for %s have different components or properties: %s in the shard %s,"
            + " %s in %s. Nothing was committed. Give all samples of a key the same; the options"
            + " components and properties can say how many there are, for example"
            + " option(\"properties\", \"n:36\").",
        orOnly(key), firstLabels, first, secondLabels, second);
  }

  static TensorMapException blockTooLarge(long bytes) {
    return ErrorCondition.TENSORMAP_BLOCK_TOO_LARGE.error(
        "A block of a shard would have %s bytes of values or labels, more than one array can have."
            + " Use more sample dimensions, or a smaller %s.",
        bytes, WriteOptions.MAX_SHARD_BYTES);
  }

  static TensorMapException gradientWithoutBlock(String key, String path) {
    return ErrorCondition.TENSORMAP_GRADIENT_WITHOUT_BLOCK.error(
        "The row of the gradient '%s' does not follow that of its block, the one for %s. Keep the"
            + " rows of a block together and in order, as a read gives them; or, if every key has"
            + " one block, set the option distribution to hash.",
        path, orOnly(key));
  }

  static TensorMapException invalidBlock(String key, String path, IllegalArgumentException cause) {
    return ErrorCondition.TENSORMAP_INVALID_BLOCK.error(
        cause,
        "%s for %s can not be written: %s.",
        path.isEmpty() ? "The block" : "The gradient '" + path + "' of the block",
        orOnly(key),
        cause.getMessage());
  }

  static TensorMapException mixedBlocks(IllegalArgumentException cause) {
    return ErrorCondition.TENSORMAP_SCHEMA_MISMATCH.error(
        cause,
        "The blocks can not be written to one dataset: %s. Write them to different paths.",
        cause.getMessage());
  }

  static TensorMapException differentSchema(String path, String layout, String difference) {
    return ErrorCondition.TENSORMAP_SCHEMA_MISMATCH.error(
        "What is to be written in the layout '%s' does not fit the dataset %s: the dataset and the"
            + " rows have different %s. Write to another path, or use the mode overwrite.",
        layout, path, difference);
  }

  static TensorMapException mixedSchemas(String first, String second, String difference) {
    return ErrorCondition.TENSORMAP_SCHEMA_MISMATCH.error(
        "The rows can not be written to one dataset: the tensor maps of %s and %s have different"
            + " %s. Nothing was written; write them to different paths.",
        first, second, difference);
  }

  private static String place(String key, String sample) {
    return (key.isEmpty() ? "" : key + ", ") + sample;
  }

  private static String orOnly(String key) {
    return key.isEmpty() ? "the only key" : key;
  }

  private static String print(List<SizedName> names) {
    return names.stream()
        .map(each -> each.name() + (each.hasSize() ? ":" + each.size() : ""))
        .toList()
        .toString();
  }
}
