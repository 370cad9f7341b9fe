package org.tensormap.spark.input;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;

/** Every error about the files behind a path. */
public final class InputErrors {
  private static final int SHOWN_PATHS = 12;

  private InputErrors() {}

  static TensorMapException nothingCommitted(String path) {
    return ErrorCondition.TENSORMAP_PATH_NOT_FOUND.error(
        "The dataset %s has no version yet: its first write has not finished, or failed. Wait for"
            + " it, or write again.",
        path);
  }

  /**
   * A version is asked for of what has none.
   *
   * @param paths where it should be
   * @return the error
   */
  public static TensorMapException noVersions(Collection<String> paths) {
    return ErrorCondition.TENSORMAP_NOT_A_DATASET.error(
        "There is no version to choose at %s: only datasets, which were written with"
            + " format(\"tensormap\"), have versions. Leave the version out to read the files as"
            + " they are.",
        String.join(", ", paths));
  }

  static TensorMapException noFiles(String path) {
    return ErrorCondition.TENSORMAP_NO_FILES.error(
        "The directory %s is not a dataset and has no .mts or .npz files. Give a directory that"
            + " has, or set the option recursiveFileLookup to true to look in the directories below"
            + " it.",
        path);
  }

  static TensorMapException severalDatasets(String dataset, List<?> found) {
    boolean isLong = found.size() > SHOWN_PATHS;
    return ErrorCondition.TENSORMAP_SEVERAL_DATASETS.error(
        "The dataset %s can not be read together with other datasets or files, got %s. Read each by"
            + " itself, and unite the tables with union; what is written of the result has the"
            + " components and properties of both, if they do not differ for one key.",
        dataset, isLong ? found.subList(0, SHOWN_PATHS) + "…" : found);
  }

  static TensorMapException datasetAmongFiles(String dataset) {
    return ErrorCondition.TENSORMAP_SEVERAL_DATASETS.error(
        "The directory %s is a dataset: only its log tells which of its files belong to it, so that"
            + " they can not be read together with others. Read it by itself, or set the option"
            + " recursiveFileLookup to false.",
        dataset);
  }

  static TensorMapException sizeChanged(String path, long expected, long actual) {
    return ErrorCondition.TENSORMAP_CORRUPT_FILE.error(
        "The file %s has %s bytes, but it had %s when it was written or listed: it was changed or"
            + " cut off. Restore it.",
        path, actual, expected);
  }

  static TensorMapException missingFile(String path, Throwable cause) {
    return ErrorCondition.TENSORMAP_FILE_NOT_FOUND.error(
        cause,
        "The file %s does not exist any more: it was deleted since it was written or listed."
            + " Restore it, or read again.",
        path);
  }

  /**
   * A file is damaged.
   *
   * @param cause what names the file, and the entry if it is about one
   * @return the error
   */
  public static TensorMapException corruptFile(IOException cause) {
    return ErrorCondition.TENSORMAP_CORRUPT_FILE.error(
        cause, "A file can not be read. %s. Restore it, or write it again.", cause.getMessage());
  }

  static TensorMapException allIgnored(String paths, int count, TensorMapException last) {
    return last.condition()
        .error(
            last,
            "All %s files at %s are damaged or missing, so that nothing tells which columns there"
                + " are. Restore one of them.",
            count,
            paths);
  }
}
