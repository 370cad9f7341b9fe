package org.tensormap.spark.log;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.tensormap.spark.ErrorCondition;
import org.tensormap.spark.TensorMapException;

/** Every error that the log of a dataset has for its user. */
final class LogErrors {
  private LogErrors() {}

  static TensorMapException corrupt(Path file, String problem, Throwable cause) {
    return ErrorCondition.TENSORMAP_CORRUPT_LOG.error(
        cause,
        "The version file %s can not be read: %s. Restore it from a backup; the versions before it"
            + " are not affected.",
        file,
        problem);
  }

  static TensorMapException missingVersion(Path root, long version, long needed) {
    return ErrorCondition.TENSORMAP_CORRUPT_LOG.error(
        "The log of the dataset %s has no version %s, which version %s builds on. Restore its file"
            + " from a backup.",
        root, version, needed);
  }

  static TensorMapException fromTheFuture(Path file, int format, int known) {
    return ErrorCondition.TENSORMAP_LOG_FROM_THE_FUTURE.error(
        "The version file %s has format %s, written by a newer release of this library; this one"
            + " reads formats up to %s. Use a newer release.",
        file, format, known);
  }

  static TensorMapException noSuchVersion(Path root, long version, long oldest, long latest) {
    return ErrorCondition.TENSORMAP_VERSION_NOT_FOUND.error(
        "The dataset %s has no version %s: %s has %s. Choose one of them.",
        root,
        version,
        version >= 0 && version < oldest ? "a vacuum removed it. It" : "it",
        oldest == latest ? "version " + latest : "versions " + oldest + " to " + latest);
  }

  static TensorMapException nothingSoOld(
      Path root, long timestamp, long oldest, long oldestTimestamp) {
    return ErrorCondition.TENSORMAP_VERSION_NOT_FOUND.error(
        "The dataset %s has no version from %s or before: the oldest one that is there is version"
            + " %s of %s. Choose a later time.",
        root, Instant.ofEpochMilli(timestamp), oldest, Instant.ofEpochMilli(oldestTimestamp));
  }

  static TensorMapException danglingLink(Path path, java.nio.file.Path link) {
    String target;
    try {
      target = Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      target = "what can not be read";
    }
    return ErrorCondition.TENSORMAP_PATH_UNREADABLE.error(
        "The path %s can not be looked at: the symbolic link %s points to %s, which does not exist."
            + " Mount or make what it points to, or remove the link.",
        path, link, target);
  }

  static TensorMapException notADataset(Path root) {
    return ErrorCondition.TENSORMAP_NOT_A_DATASET.error(
        "The path %s is not a dataset: it has no versions in %s. Give the directory that was"
            + " written with format(\"tensormap\").",
        root, DatasetLog.DIRECTORY);
  }

  static TensorMapException exists(Path root) {
    return ErrorCondition.TENSORMAP_OUTPUT_EXISTS.error(
        "The output %s already exists. Use the mode append to add to it, overwrite to replace what"
            + " is in it, or another path.",
        root);
  }

  static TensorMapException changedMeanwhile(Path root, long base, long latest) {
    return ErrorCondition.TENSORMAP_CONCURRENT_WRITE.error(
        "The dataset %s can not be overwritten: another writer committed version %s since %s."
            + " Nothing was replaced; run the job again.",
        root,
        latest,
        base == Commit.NO_VERSION
            ? "this one saw that there was none"
            : "this one read version " + base);
  }

  static TensorMapException removedMeanwhile(
      Path root, Commit commit, long latest, Set<String> missing) {
    return ErrorCondition.TENSORMAP_CONCURRENT_WRITE.error(
        "The %s of %s shards of the dataset %s can not be committed: %s of them, such as %s, are in"
            + " version %s but not in version %s, which another writer committed. Nothing was"
            + " replaced; run it again.",
        commit.operation(),
        commit.removed().size(),
        root,
        missing.size(),
        missing.iterator().next(),
        commit.base(),
        latest);
  }

  static TensorMapException tooManyConflicts(Path root, int attempts) {
    return ErrorCondition.TENSORMAP_CONCURRENT_WRITE.error(
        "Other writers committed to the dataset %s %s times in a row while this one tried to."
            + " Nothing was written; run the job again.",
        root, attempts);
  }

  static TensorMapException differentSchema(Path root, String difference) {
    return ErrorCondition.TENSORMAP_SCHEMA_MISMATCH.error(
        "What is to be written does not fit the dataset %s: the dataset and the new shards have"
            + " different %s. Write to another path, or use the mode overwrite.",
        root, difference);
  }

  static TensorMapException fateUnknown(Path root, long version, Throwable cause) {
    return ErrorCondition.TENSORMAP_COMMIT_STATE_UNKNOWN.error(
        cause,
        "The dataset %s may or may not have got version %s: the file system failed during the"
            + " commit and does not tell what became of it. No file was deleted; look at the"
            + " dataset before running the job again.",
        root,
        version);
  }

  static TensorMapException noAtomicCreate(Path root, String scheme) {
    return ErrorCondition.TENSORMAP_NO_ATOMIC_COMMIT.error(
        "Nothing can be committed to the dataset %s: file systems of scheme '%s' are not known to"
            + " create a file only if it does not exist, so that writers could overwrite each"
            + " other. Write to a local path, to HDFS, s3a, gs or abfs, and copy the directory. For"
            + " s3a, Hadoop 3.4.2 is needed, with the setting fs.s3a.create.conditional.enabled; for"
            + " gs, the connector of Google, with Hadoop 3.4.",
        root, scheme);
  }

  static TensorMapException conditionIgnored(Path root) {
    return ErrorCondition.TENSORMAP_NO_ATOMIC_COMMIT.error(
        "Nothing can be committed to the dataset %s: its store replaced a file that it was told not"
            + " to replace (If-None-Match), so that writers could overwrite each other. Use a store"
            + " that keeps this condition, as S3 does, or write to a local path or to HDFS, and"
            + " copy the directory.",
        root);
  }

  static TensorMapException noHardLinks(Path root, Throwable cause) {
    return ErrorCondition.TENSORMAP_NO_ATOMIC_COMMIT.error(
        cause,
        "Nothing can be committed to the dataset %s: its file system has no hard links, without"
            + " which a file can not be created whole and only if it does not exist. Write to"
            + " another file system, and copy the directory.",
        root);
  }
}
