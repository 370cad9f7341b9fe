package org.tensormap.spark.maintenance;

import java.io.Serializable;
import java.util.List;
import org.tensormap.spark.log.Shard;

/**
 * A shard that has the rows of others.
 *
 * @param parts the others
 * @param whole the shard
 */
record JoinedShard(List<Shard> parts, Shard whole) implements Serializable {}
