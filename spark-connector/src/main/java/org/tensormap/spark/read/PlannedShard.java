package org.tensormap.spark.read;

import java.util.Optional;
import org.tensormap.spark.input.InputFile;
import org.tensormap.spark.log.Shard;

/**
 * A file that may have rows a query wants.
 *
 * @param file the file
 * @param shard what the log says about it; empty for files without a log
 * @param isWhole whether the log shows that all rows in it are wanted
 * @param share which part of its blocks may have wanted rows, up to 1
 */
record PlannedShard(InputFile file, Optional<Shard> shard, boolean isWhole, double share) {}
