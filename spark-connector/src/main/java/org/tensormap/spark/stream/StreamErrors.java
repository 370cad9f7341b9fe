package org.tensormap.spark.stream;

import org.tensormap.spark.TensorMapException;
import org.tensormap.spark.log.Change;

/** Every error that a stream from a dataset has for its user. */
final class StreamErrors {
  private StreamErrors() {}

  static TensorMapException rowsRemoved(String dataset, Change change) {
    return new TensorMapException(
        "TENSORMAP_STREAM_ROWS_REMOVED",
        "0A000",
        "The stream from the dataset "
            + dataset
            + " can not go on: version "
            + change.version()
            + " ("
            + change.operation()
            + ") removed "
            + change.removed()
            + " shards, whose rows may have been processed. Start the query with a new checkpoint"
            + " to process the present rows, or set the option "
            + StreamOptions.SKIP_CHANGE_COMMITS
            + " to true to pass over such versions.");
  }

  static TensorMapException schemaChanged(String dataset, long version, String difference) {
    return new TensorMapException(
        "TENSORMAP_SCHEMA_MISMATCH",
        "42K05",
        "The stream from the dataset "
            + dataset
            + " can not go on: the query was started, and version "
            + version
            + " was written, with different "
            + difference
            + ". Start the query again; use a new checkpoint if it has state.");
  }

  static TensorMapException schemaAppeared(String dataset, long version) {
    return new TensorMapException(
        "TENSORMAP_SCHEMA_MISMATCH",
        "42K05",
        "The stream from the dataset "
            + dataset
            + " can not go on: when the query was started, no tensor map in it told its columns;"
            + " those of version "
            + version
            + " do. Start the query again.");
  }

  static TensorMapException otherDataset(String dataset, long version, long latest) {
    return new TensorMapException(
        "TENSORMAP_STREAM_RESTARTED",
        "0A000",
        "The stream from the dataset "
            + dataset
            + " can not go on: its checkpoint has seen version "
            + version
            + ", but the latest version is "
            + latest
            + ", so this is another dataset. Start the query with a new checkpoint.");
  }

  static TensorMapException notAnOffset(String json) {
    return new TensorMapException(
        "TENSORMAP_INVALID_OFFSET",
        "22023",
        "The checkpoint has the offset "
            + json
            + ", which is not one of a stream from a dataset. Use the checkpoint with the query"
            + " that made it, or a new one.");
  }

  static TensorMapException noVersions(String input) {
    return new TensorMapException(
        "TENSORMAP_NOT_A_DATASET",
        "42K03",
        "There is nothing to follow at "
            + input
            + ": only datasets, which were written with format(\"tensormap\"), have versions. Read"
            + " the files as a batch, or write them to a dataset.");
  }

  static TensorMapException optionOfBatch(String name) {
    return new TensorMapException(
        "TENSORMAP_UNKNOWN_OPTION",
        "42616",
        "The option '"
            + name
            + "' is for streams, and this read is none. Leave it out, or read with readStream.");
  }
}
