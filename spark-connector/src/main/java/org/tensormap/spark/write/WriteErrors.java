package org.tensormap.spark.write;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.tensormap.Labels;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.read.Role;

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
            + " can not be partitioned by columns: its shards are cut along the samples. Leave"
            + " partitionBy out.");
  }

  static TensorMapException invalidOption(String name, String value, String expected) {
    return new TensorMapException(
        "TENSORMAP_INVALID_OPTION",
        "22023",
        "The option '" + name + "' must be " + expected + ", got '" + value + "'.");
  }

  static TensorMapException optionOfOtherLayout(String name, String layout) {
    return new TensorMapException(
        "TENSORMAP_INVALID_OPTION",
        "22023",
        "The option '" + name + "' has no meaning in the layout '" + layout + "'. Leave it out.");
  }

  static TensorMapException unknownLayout(String layout, Collection<String> known) {
    return new TensorMapException(
        "TENSORMAP_UNKNOWN_LAYOUT",
        "22023",
        "The layout '" + layout + "' is not known. Use one of " + known + ".");
  }

  static TensorMapException noLayout(Collection<String> columns) {
    return new TensorMapException(
        "TENSORMAP_MISSING_COLUMN",
        "42703",
        "The columns "
            + columns
            + " do not tell what to write. Name the column with the data: 'tensormap' for whole"
            + " tensor maps (BINARY), 'values' for an array for each sample, 'value' for single"
            + " values; and say with the options keys and samples what the other columns are.");
  }

  static TensorMapException missingColumn(String column, Collection<String> columns) {
    return new TensorMapException(
        "TENSORMAP_MISSING_COLUMN",
        "42703",
        "There is no column '"
            + column
            + "' to write, but "
            + columns
            + ". Rename the column that holds it.");
  }

  static TensorMapException noSuchColumn(String column, String[] columns) {
    return new TensorMapException(
        "TENSORMAP_MISSING_COLUMN",
        "42703",
        "The options name a column '"
            + column
            + "', but there are only "
            + Arrays.toString(columns)
            + ".");
  }

  static TensorMapException noColumns(Role role, String option) {
    return new TensorMapException(
        "TENSORMAP_MISSING_COLUMN",
        "42703",
        "No column has the role '" + role + "'. Name at least one with the option " + option + ".");
  }

  static TensorMapException columnsWithoutRole(Collection<String> columns, Collection<Role> roles) {
    return new TensorMapException(
        "TENSORMAP_COLUMN_WITHOUT_ROLE",
        "42K03",
        "It is not known what the columns "
            + columns
            + " are. Give each of them one of the roles "
            + roles
            + " with the options keys, samples, components and properties, for example"
            + " option(\"samples\", \"system,atom\"), or drop them.");
  }

  static TensorMapException columnInTwoRoles(String column) {
    return new TensorMapException(
        "TENSORMAP_COLUMN_IN_TWO_ROLES",
        "42701",
        "The options name the column '" + column + "' twice. Give it one role.");
  }

  static TensorMapException twoColumnsOfRole(Role role, String first, String second) {
    return new TensorMapException(
        "TENSORMAP_COLUMN_IN_TWO_ROLES",
        "42701",
        "Both '"
            + first
            + "' and '"
            + second
            + "' have the role '"
            + role
            + "', which one column has. Drop one of them.");
  }

  static TensorMapException gradientRows(String column) {
    return new TensorMapException(
        "TENSORMAP_GRADIENT_ROWS",
        "0A000",
        "The column '"
            + column
            + "' was read from a gradient, which can not be written without the block that it"
            + " belongs to. Read and write the layout 'blocks' or 'tensormap', which have both.");
  }

  static TensorMapException invalidDimensions(Role role, IllegalArgumentException cause) {
    return new TensorMapException(
        "TENSORMAP_INVALID_DIMENSION",
        "42602",
        "The columns of role '"
            + role
            + "' can not be dimensions: "
            + cause.getMessage()
            + ". Rename them.",
        cause);
  }

  /** Checks names of dimensions that no column has. */
  static void checkDimensions(Role role, List<String> names) {
    try {
      Labels.empty(names);
    } catch (IllegalArgumentException e) {
      throw invalidDimensions(role, e);
    }
  }

  static TensorMapException columnType(String column, String expected, String actual) {
    return new TensorMapException(
        "TENSORMAP_COLUMN_TYPE",
        "42804",
        "The column '"
            + column
            + "' must be of type "
            + expected
            + ", but is of type "
            + actual
            + ".");
  }

  static TensorMapException tensorMapType(String column, String actual) {
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

  static TensorMapException labelType(String column, String actual) {
    return new TensorMapException(
        "TENSORMAP_COLUMN_TYPE",
        "42804",
        "The column '"
            + column
            + "' has labels, which are integers, but is of type "
            + actual
            + ". Cast it to INT.");
  }

  static TensorMapException valuesType(String column, String actual) {
    return new TensorMapException(
        "TENSORMAP_COLUMN_TYPE",
        "42804",
        "The column '"
            + column
            + "' must be an ARRAY of numbers, one for each component and property, but is of type "
            + actual
            + ". For single values use the layout 'values' and the column name 'value'.");
  }

  static TensorMapException valueType(String column, String actual) {
    return new TensorMapException(
        "TENSORMAP_COLUMN_TYPE",
        "42804",
        "The column '"
            + column
            + "' has values of type "
            + actual
            + ", which tensor maps have not. Cast them to FLOAT, DOUBLE, TINYINT, SMALLINT, INT,"
            + " BIGINT or BOOLEAN.");
  }

  static TensorMapException labelOutOfRange(String column, long value) {
    return new TensorMapException(
        "TENSORMAP_LABEL_OUT_OF_RANGE",
        "22003",
        "The column '"
            + column
            + "' has the label "
            + value
            + ", but labels are integers of 32 bits. Number them anew.");
  }

  static TensorMapException valueOutOfRange(String column, String value, String dtype, long most) {
    return new TensorMapException(
        "TENSORMAP_VALUE_OUT_OF_RANGE",
        "22003",
        "The column '"
            + column
            + "' has the value "
            + value
            + ", but its values are of type "
            + dtype
            + ", from 0 to "
            + most
            + ". Cast the column to write it in another type.");
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

  static TensorMapException nullValue(String column) {
    return new TensorMapException(
        "TENSORMAP_NULL_VALUE",
        "22004",
        "The column '" + column + "' has a null, which can not be written. Filter such rows out.");
  }

  static TensorMapException nullElement(String column, String key, String sample) {
    return new TensorMapException(
        "TENSORMAP_NULL_VALUE",
        "22004",
        "An array of the column '"
            + column
            + "' has a null, which can not be written: "
            + place(key, sample)
            + ". Replace it, for example by NaN.");
  }

  static TensorMapException nullInBlock(String key) {
    return new TensorMapException(
        "TENSORMAP_NULL_VALUE",
        "22004",
        "The block for "
            + orOnly(key)
            + " has a null among its labels or values, which can not be written.");
  }

  static TensorMapException duplicateSample(String key, String sample) {
    return new TensorMapException(
        "TENSORMAP_DUPLICATE_SAMPLE",
        "23505",
        "There are several rows for one sample: "
            + place(key, sample)
            + ". Aggregate them, or make the columns of the option samples tell them apart.");
  }

  static TensorMapException sampleIsThere(String path, String key, String sample) {
    return new TensorMapException(
        "TENSORMAP_DUPLICATE_SAMPLE",
        "23505",
        "The dataset has a sample that is to be added already: "
            + place(key, sample)
            + ", in "
            + path
            + ". Nothing was added. Leave out the rows that are there, overwrite the dataset, or set"
            + " the option "
            + WriteOptions.CHECK_DUPLICATES
            + " to false if a sample may be there several times.");
  }

  static TensorMapException duplicateValue(String key, String sample, String cell) {
    return new TensorMapException(
        "TENSORMAP_DUPLICATE_SAMPLE",
        "23505",
        "There are several rows for one value: "
            + place(key, sample)
            + ", "
            + cell
            + ". Aggregate them, or make the columns of the options tell them apart.");
  }

  static TensorMapException missingValue(String key, String sample, String cell) {
    return new TensorMapException(
        "TENSORMAP_MISSING_VALUE",
        "22004",
        "There is no row for one of the values of a block: "
            + place(key, sample)
            + ", "
            + cell
            + ". Add it, or say with the option "
            + WriteOptions.FILL_VALUE
            + " what such values are.");
  }

  static TensorMapException differentLength(
      String column, String key, String sample, long expected, int got) {
    return new TensorMapException(
        "TENSORMAP_ARRAY_LENGTH",
        "22000",
        "The arrays of the column '"
            + column
            + "' do not fit: "
            + place(key, sample)
            + " has "
            + got
            + " values, but the block has components and properties for "
            + expected
            + ". Give all samples of a key equally many values; if these labels are not meant, say"
            + " with the options components and properties which ones are.");
  }

  static TensorMapException lengthDoesNotFit(
      int length, List<SizedName> components, List<SizedName> properties) {
    return new TensorMapException(
        "TENSORMAP_ARRAY_LENGTH",
        "22000",
        "Arrays of "
            + length
            + " values have no place for the components "
            + print(components)
            + " and the properties "
            + print(properties)
            + ". Correct the sizes in the options components and properties.");
  }

  static TensorMapException severalUnsized(List<SizedName> components, List<SizedName> properties) {
    return new TensorMapException(
        "TENSORMAP_INVALID_OPTION",
        "22023",
        "The length of an array tells one size at most, but there is none for several of "
            + print(components)
            + " and "
            + print(properties)
            + ". Give sizes, for example xyz:3, in the options components and properties.");
  }

  static TensorMapException someSizes(List<SizedName> properties) {
    return new TensorMapException(
        "TENSORMAP_INVALID_OPTION",
        "22023",
        "Some of the properties "
            + print(properties)
            + " have a size and some have not. Give a size for all of them, or for none.");
  }

  static TensorMapException labelBeyondSize(String label, int size) {
    return new TensorMapException(
        "TENSORMAP_LABEL_OUT_OF_RANGE",
        "22003",
        "There is a row with "
            + label
            + ", but the options say that there are "
            + size
            + " such labels, counted from 0. Correct the size, or leave it out.");
  }

  static TensorMapException unknownLabels(String key) {
    return new TensorMapException(
        "TENSORMAP_UNKNOWN_LABELS",
        "22023",
        "The components and properties of the block for "
            + orOnly(key)
            + " are not known: what the values were read from, or the dataset that they are added"
            + " to, has no such block, several with different ones, or more labels than its log"
            + " keeps. Say what they are with the"
            + " options components and properties, for example option(\"properties\", \"n\"); or"
            + " read and write in the layout 'tensormap', in which every block keeps its own.");
  }

  static TensorMapException noKnownLabels(String column) {
    return new TensorMapException(
        "TENSORMAP_UNKNOWN_LABELS",
        "22023",
        "The components and properties of the column '"
            + column
            + "' are not known: what its values were read from has, for every key, different ones"
            + " or more than its log keeps. Say what they are with the options components and"
            + " properties, for example option(\"properties\", \"n\"); or read and write in the"
            + " layout 'tensormap', in which every block keeps its own.");
  }

  static TensorMapException labelsOfOtherKeys(
      String column, List<String> known, List<String> given) {
    return new TensorMapException(
        "TENSORMAP_UNKNOWN_LABELS",
        "22023",
        "The components and properties of the column '"
            + column
            + "' are known by the keys "
            + known
            + ", but the rows have the keys "
            + given
            + ". Say what they are with the options components and properties, for example"
            + " option(\"properties\", \"n\").");
  }

  static TensorMapException differentColumns(
      String key, String first, String firstLabels, String second, String secondLabels) {
    return new TensorMapException(
        "TENSORMAP_SCHEMA_MISMATCH",
        "42K05",
        "The rows of the block for "
            + orOnly(key)
            + " have different components or properties: "
            + firstLabels
            + " in the shard "
            + first
            + ", "
            + secondLabels
            + " in "
            + second
            + ". Nothing was committed. Give all samples of a key the same; the options components"
            + " and properties can say how many there are, for example"
            + " option(\"properties\", \"n:36\").");
  }

  static TensorMapException blockTooLarge(long bytes) {
    return new TensorMapException(
        "TENSORMAP_BLOCK_TOO_LARGE",
        "54000",
        "A block of a shard would have "
            + bytes
            + " bytes of values or labels, more than one array can have. Use more sample"
            + " dimensions, or a smaller "
            + WriteOptions.MAX_SHARD_BYTES
            + ".");
  }

  static TensorMapException gradientWithoutBlock(String key, String path) {
    return new TensorMapException(
        "TENSORMAP_GRADIENT_WITHOUT_BLOCK",
        "22000",
        "The row of the gradient '"
            + path
            + "' does not follow that of its block, the one for "
            + orOnly(key)
            + ". Keep the rows of a block together and in order, as a read gives them; or, if every"
            + " key has one block, set the option distribution to hash.");
  }

  static TensorMapException invalidBlock(String key, String path, IllegalArgumentException cause) {
    return new TensorMapException(
        "TENSORMAP_INVALID_BLOCK",
        "22000",
        (path.isEmpty() ? "The block" : "The gradient '" + path + "' of the block")
            + " for "
            + orOnly(key)
            + " can not be written: "
            + cause.getMessage()
            + ".",
        cause);
  }

  static TensorMapException mixedBlocks(IllegalArgumentException cause) {
    return new TensorMapException(
        "TENSORMAP_SCHEMA_MISMATCH",
        "42K05",
        "The blocks can not be written to one dataset: "
            + cause.getMessage()
            + ". Write them to different paths.",
        cause);
  }

  static TensorMapException differentSchema(String path, String layout, String difference) {
    return new TensorMapException(
        "TENSORMAP_SCHEMA_MISMATCH",
        "42K05",
        "What is to be written in the layout '"
            + layout
            + "' does not fit the dataset "
            + path
            + ": the dataset and the rows have different "
            + difference
            + ". Write to another path, or use the mode overwrite.");
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

  static TensorMapException damagedShard(String path, long expected, long actual) {
    return new TensorMapException(
        "TENSORMAP_CORRUPT_FILE",
        "XX001",
        "The file "
            + path
            + " has the checksum "
            + actual
            + ", but it had "
            + expected
            + " when it was written: it was changed. Restore it.");
  }
}
