package org.tensormap.spark.write;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.tensormap.spark.log.Shard;

/**
 * What a task tells the driver about the files it wrote.
 *
 * @param shards the files
 * @param schema the schema that all of them have and one that has it, or null if none has a block
 */
record WrittenShards(List<Shard> shards, SchemaOfShard schema) implements WriterCommitMessage {
  Optional<SchemaOfShard> schemaOfShard() {
    return Optional.ofNullable(schema);
  }
}
