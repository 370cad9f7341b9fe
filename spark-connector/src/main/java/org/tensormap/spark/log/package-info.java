/**
 * The log of a dataset: which shards belong to it, version by version.
 *
 * <p>A dataset is a directory. Its shards are {@code .mts} files that are never changed, and {@code
 * _tensormap/} holds one JSON file for each version, numbered from 0 with 20 digits. A version file
 * is written whole and only if it does not exist yet, so that of several writers exactly one makes
 * a version, and a reader sees a version whole or not at all. What the log does not name is not
 * part of the dataset, whatever lies in the directory.
 *
 * <p>What no version names, or only versions that nobody wants any more, is deleted by a {@link
 * org.tensormap.spark.log.Vacuum}.
 *
 * <p>A version file also keeps the component and property labels of its blocks, each distinct set
 * once, by the checksum that blocks name it with.
 *
 * <p>A version either adds shards to the one before it or, if it is {@code complete}, names all of
 * them, as it does if it removes some; one in {@value
 * org.tensormap.spark.log.DatasetLog#COMPLETE_EVERY} is complete, so that a reader opens few files
 * however long the history is. {@link org.tensormap.spark.log.DatasetLog} is the way in.
 */
package org.tensormap.spark.log;
