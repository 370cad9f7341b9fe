/**
 * A dataset as the source of a stream: the shards of the version that is there when the query
 * starts, then the shards that each later version adds. {@link
 * org.tensormap.spark.stream.DatasetStream} is the way in; the sink is a matter of {@link
 * org.tensormap.spark.write}.
 */
package org.tensormap.spark.stream;
