package org.tensormap.spark.stream;

import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.log.Change;

/** Every error that a stream from a dataset has for its user. */
public final class StreamErrors {
  private StreamErrors() {}

  static TensorMapException rowsRemoved(String dataset, Change change) {
    return ErrorCondition.TENSORMAP_STREAM_ROWS_REMOVED.error(
        "The stream from the dataset %s can not go on: version %s (%s) removed %s shards, whose"
            + " rows may have been processed. Start the query with a new checkpoint to process the"
            + " present rows, or set the option %s to true to pass over such versions.",
        dataset,
        change.version(),
        change.operation(),
        change.removed(),
        StreamOptions.SKIP_CHANGE_COMMITS);
  }

  static TensorMapException schemaChanged(String dataset, long version, String difference) {
    return ErrorCondition.TENSORMAP_SCHEMA_MISMATCH.error(
        "The stream from the dataset %s can not go on: the query was started, and version %s was"
            + " written, with different %s. Start the query again; use a new checkpoint if it has"
            + " state.",
        dataset, version, difference);
  }

  static TensorMapException schemaAppeared(String dataset, long version) {
    return ErrorCondition.TENSORMAP_SCHEMA_MISMATCH.error(
        "The stream from the dataset %s can not go on: when the query was started, no tensor map in"
            + " it told its columns; those of version %s do. Start the query again.",
        dataset, version);
  }

  static TensorMapException otherDataset(String dataset, long version, long latest) {
    return ErrorCondition.TENSORMAP_STREAM_RESTARTED.error(
        "The stream from the dataset %s can not go on: its checkpoint has seen version %s, but the"
            + " latest version is %s, so this is another dataset. Start the query with a new"
            + " checkpoint.",
        dataset, version, latest);
  }

  static TensorMapException otherVersion(String dataset, long version) {
    return ErrorCondition.TENSORMAP_STREAM_RESTARTED.error(
        "The stream from the dataset %s can not go on: its checkpoint has seen another version %s"
            + " than the one that is there, so this is another dataset. Start the query with a new"
            + " checkpoint.",
        dataset, version);
  }

  static TensorMapException notAnOffset(String json) {
    return ErrorCondition.TENSORMAP_INVALID_OFFSET.error(
        "The checkpoint has the offset %s, which is not one of a stream from a dataset. Use the"
            + " checkpoint with the query that made it, or a new one.",
        json);
  }

  /**
   * A stream is to follow what has no versions.
   *
   * @param input what it is
   * @return the error
   */
  public static TensorMapException noVersions(String input) {
    return ErrorCondition.TENSORMAP_NOT_A_DATASET.error(
        "There is nothing to follow at %s: only datasets, which were written with"
            + " format(\"tensormap\"), have versions. Read the files as a batch, or write them to a"
            + " dataset.",
        input);
  }

  static TensorMapException optionOfBatch(String name) {
    return ErrorCondition.TENSORMAP_UNKNOWN_OPTION.error(
        "The option '%s' is for streams, and this read is none. Leave it out, or read with"
            + " readStream.",
        name);
  }
}
