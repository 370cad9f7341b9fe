package org.tensormap.spark.log;

import java.time.Instant;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.tensormap.spark.TensorMapException;

/** Every error that the log of a dataset has for its user. */
final class LogErrors {
  private LogErrors() {}

  static TensorMapException corrupt(Path file, String problem, Throwable cause) {
    return new TensorMapException(
        "TENSORMAP_CORRUPT_LOG",
        "XX001",
        "The version file "
            + file
            + " can not be read: "
            + problem
            + ". Restore it from a backup; the versions before it are not affected.",
        cause);
  }

  static TensorMapException missingVersion(Path root, long version, long needed) {
    return new TensorMapException(
        "TENSORMAP_CORRUPT_LOG",
        "XX001",
        "The log of the dataset "
            + root
            + " has no version "
            + version
            + ", which version "
            + needed
            + " builds on. Restore its file from a backup.");
  }

  static TensorMapException fromTheFuture(Path file, int format, int known) {
    return new TensorMapException(
        "TENSORMAP_LOG_FROM_THE_FUTURE",
        "0A000",
        "The version file "
            + file
            + " has format "
            + format
            + ", written by a newer release of this library; this one reads formats up to "
            + known
            + ". Use a newer release.");
  }

  static TensorMapException noSuchVersion(Path root, long version, long oldest, long latest) {
    return new TensorMapException(
        "TENSORMAP_VERSION_NOT_FOUND",
        "22023",
        "The dataset "
            + root
            + " has no version "
            + version
            + ": "
            + (version >= 0 && version < oldest ? "a vacuum removed it. It" : "it")
            + " has "
            + (oldest == latest ? "version " + latest : "versions " + oldest + " to " + latest)
            + ". Choose one of them.");
  }

  static TensorMapException nothingSoOld(
      Path root, long timestamp, long oldest, long oldestTimestamp) {
    return new TensorMapException(
        "TENSORMAP_VERSION_NOT_FOUND",
        "22023",
        "The dataset "
            + root
            + " has no version from "
            + Instant.ofEpochMilli(timestamp)
            + " or before: the oldest one that is there is version "
            + oldest
            + " of "
            + Instant.ofEpochMilli(oldestTimestamp)
            + ". Choose a later time.");
  }

  static TensorMapException notADataset(Path root) {
    return new TensorMapException(
        "TENSORMAP_NOT_A_DATASET",
        "42K03",
        "The path "
            + root
            + " is not a dataset: it has no versions in "
            + DatasetLog.DIRECTORY
            + ". Give the directory that was written with format(\"tensormap\").");
  }

  static TensorMapException exists(Path root) {
    return new TensorMapException(
        "TENSORMAP_OUTPUT_EXISTS",
        "42710",
        "The output "
            + root
            + " already exists. Use the mode append to add to it, overwrite to replace what is in"
            + " it, or another path.");
  }

  static TensorMapException changedMeanwhile(Path root, long base, long latest) {
    return new TensorMapException(
        "TENSORMAP_CONCURRENT_WRITE",
        "40001",
        "The dataset "
            + root
            + " can not be overwritten: another writer committed version "
            + latest
            + " since "
            + (base == Commit.NO_VERSION
                ? "this one saw that there was none"
                : "this one read version " + base)
            + ". Nothing was replaced; run the job again.");
  }

  static TensorMapException removedMeanwhile(
      Path root, Commit commit, long latest, Set<String> missing) {
    return new TensorMapException(
        "TENSORMAP_CONCURRENT_WRITE",
        "40001",
        "The "
            + commit.operation()
            + " of "
            + commit.removed().size()
            + " shards of the dataset "
            + root
            + " can not be committed: "
            + missing.size()
            + " of them, such as "
            + missing.iterator().next()
            + ", are in version "
            + commit.base()
            + " but not in version "
            + latest
            + ", which another writer committed. Nothing was replaced; run it again.");
  }

  static TensorMapException tooManyConflicts(Path root, int attempts) {
    return new TensorMapException(
        "TENSORMAP_CONCURRENT_WRITE",
        "40001",
        "Other writers committed to the dataset "
            + root
            + " "
            + attempts
            + " times in a row while this one tried to. Nothing was written; run the job again.");
  }

  static TensorMapException differentSchema(Path root, String difference) {
    return new TensorMapException(
        "TENSORMAP_SCHEMA_MISMATCH",
        "42K05",
        "What is to be written does not fit the dataset "
            + root
            + ": the dataset and the new shards have different "
            + difference
            + ". Write to another path, or use the mode overwrite.");
  }

  static TensorMapException fateUnknown(Path root, long version, Throwable cause) {
    return new TensorMapException(
        DatasetLog.FATE_UNKNOWN,
        "08007",
        "The dataset "
            + root
            + " may or may not have got version "
            + version
            + ": the file system failed during the commit and does not tell what became of it. No"
            + " file was deleted; look at the dataset before running the job again.",
        cause);
  }

  static TensorMapException noAtomicCreate(Path root, String scheme) {
    return new TensorMapException(
        "TENSORMAP_NO_ATOMIC_COMMIT",
        "0A000",
        "Nothing can be committed to the dataset "
            + root
            + ": file systems of scheme '"
            + scheme
            + "' are not known to create a file only if it does not exist, so that writers could"
            + " overwrite each other. Write to a local path or to HDFS, and copy the directory. For"
            + " s3a, Hadoop 3.4.2 is needed, with the setting fs.s3a.create.conditional.enabled.");
  }

  static TensorMapException conditionIgnored(Path root) {
    return new TensorMapException(
        "TENSORMAP_NO_ATOMIC_COMMIT",
        "0A000",
        "Nothing can be committed to the dataset "
            + root
            + ": its store replaced a file that it was told not to replace (If-None-Match), so that"
            + " writers could overwrite each other. Use a store that keeps this condition, as S3"
            + " does, or write to a local path or to HDFS, and copy the directory.");
  }

  static TensorMapException noHardLinks(Path root, Throwable cause) {
    return new TensorMapException(
        "TENSORMAP_NO_ATOMIC_COMMIT",
        "0A000",
        "Nothing can be committed to the dataset "
            + root
            + ": its file system has no hard links, without which a file can not be created whole"
            + " and only if it does not exist. Write to another file system, and copy the"
            + " directory.",
        cause);
  }
}
