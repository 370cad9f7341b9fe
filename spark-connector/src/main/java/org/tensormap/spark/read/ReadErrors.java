package org.tensormap.spark.read;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.log.Shard;

/** Every error that a read has for its user. */
final class ReadErrors {
  static final String CORRUPT_FILE = "TENSORMAP_CORRUPT_FILE";
  static final String MISSING_FILE = "TENSORMAP_FILE_NOT_FOUND";

  private static final int SHOWN_PATHS = 12;

  private ReadErrors() {}

  static TensorMapException unknownLayout(String name, Collection<String> known) {
    return new TensorMapException(
        "TENSORMAP_UNKNOWN_LAYOUT",
        "22023",
        "The layout '" + name + "' is not known. Use one of " + known + ".");
  }

  static TensorMapException pathNotFound(String path) {
    return new TensorMapException(
        "TENSORMAP_PATH_NOT_FOUND",
        "42K03",
        "The path "
            + path
            + " does not exist. Give a dataset, an .mts file, or a directory or glob of them.");
  }

  static TensorMapException nothingCommitted(String path) {
    return new TensorMapException(
        "TENSORMAP_PATH_NOT_FOUND",
        "42K03",
        "The dataset "
            + path
            + " has no version yet: its first write has not finished, or failed. Wait for it, or"
            + " write again.");
  }

  static TensorMapException notAboutLabels(String path, Layout layout, Predicate predicate) {
    return new TensorMapException(
        "TENSORMAP_PARTIAL_DELETE",
        "0A000",
        "Rows of "
            + path
            + " can not be deleted by "
            + predicate
            + " in the layout "
            + layout.title()
            + ": only conditions about key and sample dimensions, in the layout samples or values,"
            + " or about bounds, in the layout tensormap, tell which shards to delete. Overwrite"
            + " the dataset with the rows that are to stay.");
  }

  static TensorMapException partOfShard(String path, Shard shard, List<Predicate> predicates) {
    return new TensorMapException(
        "TENSORMAP_PARTIAL_DELETE",
        "0A000",
        "Rows of "
            + path
            + " can only be deleted shard by shard, and the log does not tell that all rows of the"
            + " shard "
            + shard.path()
            + ", with samples "
            + shard.bounds()
            + ", fulfill "
            + predicates
            + ". Nothing was deleted. Choose conditions that hold for whole shards, or overwrite"
            + " the dataset with the rows that are to stay.");
  }

  static TensorMapException noVersions(Collection<String> paths) {
    return new TensorMapException(
        "TENSORMAP_NOT_A_DATASET",
        "42K03",
        "There is no version to choose at "
            + String.join(", ", paths)
            + ": only datasets, which were written with format(\"tensormap\"), have versions. Leave"
            + " the version out to read the files as they are.");
  }

  static TensorMapException noFiles(String path) {
    return new TensorMapException(
        "TENSORMAP_NO_FILES",
        "42K03",
        "The directory "
            + path
            + " is not a dataset and has no .mts or .npz files. Give a directory that has, or set"
            + " the option recursiveFileLookup to true to look in the directories below it.");
  }

  static TensorMapException severalDatasets(String dataset, List<?> found) {
    boolean isLong = found.size() > SHOWN_PATHS;
    return new TensorMapException(
        "TENSORMAP_SEVERAL_DATASETS",
        "0A000",
        "The dataset "
            + dataset
            + " can not be read together with other datasets or files, got "
            + (isLong ? found.subList(0, SHOWN_PATHS) + "…" : found)
            + ". Read each by itself, and unite the tables with union; what is written of the"
            + " result has the components and properties of both, if they do not differ for one"
            + " key.");
  }

  static TensorMapException datasetAmongFiles(String dataset) {
    return new TensorMapException(
        "TENSORMAP_SEVERAL_DATASETS",
        "0A000",
        "The directory "
            + dataset
            + " is a dataset: only its log tells which of its files belong to it, so that they can"
            + " not be read together with others. Read it by itself, or set the option"
            + " recursiveFileLookup to false.");
  }

  static TensorMapException mixedSchemas(String first, String second, String difference) {
    return new TensorMapException(
        "TENSORMAP_SCHEMA_MISMATCH",
        "42K05",
        "The files "
            + first
            + " and "
            + second
            + " can not be read as one table: they have different "
            + difference
            + ". Read them separately.");
  }

  static TensorMapException unknownGradient(String path, Collection<String> known) {
    return new TensorMapException(
        "TENSORMAP_UNKNOWN_GRADIENT",
        "42703",
        "There is no gradient '"
            + path
            + "'; the tensor maps have "
            + (known.isEmpty() ? "no gradients" : known)
            + ". Leave the option 'gradient' out to read the values.");
  }

  static TensorMapException gradientNotSelectable(String layout) {
    return new TensorMapException(
        "TENSORMAP_INVALID_OPTION",
        "22023",
        "The layout '"
            + layout
            + "' shows all gradients. Leave the option 'gradient' out, or use the layout 'samples'"
            + " or 'values'.");
  }

  static TensorMapException noGroups(String layout) {
    return new TensorMapException(
        "TENSORMAP_INVALID_OPTION",
        "22023",
        "The layout '"
            + layout
            + "' has no groups of samples. Leave the options 'groupBy' and 'groupSize' out, or use"
            + " the layout 'tensormap'.");
  }

  static TensorMapException unknownSampleDimension(String dimension, Collection<String> known) {
    return new TensorMapException(
        "TENSORMAP_INVALID_OPTION",
        "22023",
        "The option 'groupBy' names '"
            + dimension
            + "', which is no sample dimension. Use some of "
            + known
            + ".");
  }

  static TensorMapException invalidGroupSize(String size) {
    return new TensorMapException(
        "TENSORMAP_INVALID_OPTION",
        "22023",
        "The option 'groupSize' must be a positive number, got '" + size + "'.");
  }

  static TensorMapException blockTooLarge(String path, String shape, long bytes) {
    return new TensorMapException(
        "TENSORMAP_BLOCK_TOO_LARGE",
        "54000",
        "A block of the file "
            + path
            + " has the shape "
            + shape
            + " and "
            + bytes
            + " bytes, too many for one row. Use the layout 'samples' or 'values'.");
  }

  static TensorMapException unsupportedType(String type) {
    return new TensorMapException(
        "TENSORMAP_UNSUPPORTED_TYPE",
        "0A000",
        "Values of type "
            + type
            + " have no counterpart in SQL. Use the layout 'tensormap', which shows whole tensor"
            + " maps.");
  }

  static TensorMapException sizeChanged(String path, long expected, long actual) {
    return new TensorMapException(
        CORRUPT_FILE,
        "XX001",
        "The file "
            + path
            + " has "
            + actual
            + " bytes, but it had "
            + expected
            + " when it was written or listed: it was changed or cut off. Restore it.");
  }

  static TensorMapException invalidMetadata(String column, String name, Exception cause) {
    return new TensorMapException(
        "TENSORMAP_INVALID_METADATA",
        "22023",
        "The column '"
            + column
            + "' has metadata '"
            + name
            + "' that can not be understood: "
            + cause.getMessage()
            + ". Read the column again, or say with the options components and properties what it"
            + " holds.",
        cause);
  }

  static TensorMapException missingFileWithLabels(String path, Throwable cause) {
    return new TensorMapException(
        "TENSORMAP_FILE_NOT_FOUND",
        "42K03",
        "The file "
            + path
            + ", from which the values were read, does not exist any more, and only it knew their"
            + " components and properties. Say with the options components and properties what they"
            + " are.",
        cause);
  }

  static TensorMapException missingFile(String path, Throwable cause) {
    return new TensorMapException(
        MISSING_FILE,
        "42K03",
        "The file "
            + path
            + " does not exist any more: it was deleted since it was written or listed. Restore"
            + " it, or read again.",
        cause);
  }

  /** The cause names the file, and the entry if it is about one. */
  static TensorMapException corruptFile(IOException cause) {
    return new TensorMapException(
        CORRUPT_FILE,
        "XX001",
        "A file can not be read. " + cause.getMessage() + ". Restore it, or write it again.",
        cause);
  }

  static TensorMapException allIgnored(String paths, int count, TensorMapException last) {
    return new TensorMapException(
        last.getCondition(),
        last.getSqlState(),
        "All "
            + count
            + " files at "
            + paths
            + " are damaged or missing, so that nothing tells which columns there are. Restore one"
            + " of them.",
        last);
  }
}
