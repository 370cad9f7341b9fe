package org.tensormap.spark.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.spark.log.Shard;

/** The shards that one attempt of a task has written so far, all of the same schema. */
final class ShardCollector {
  private final ShardFiles files;
  private final RowCondition condition;
  private final List<Shard> shards = new ArrayList<>();
  private Optional<SchemaOfShard> schema = Optional.empty();

  ShardCollector(ShardFiles files, RowCondition condition) {
    this.files = files;
    this.condition = condition;
  }

  void write(TensorMap map) throws IOException {
    write(map, out -> Mts.save(out, map));
  }

  void write(TensorMap map, ShardFiles.Content content) throws IOException {
    condition.check(map);
    Shard shard = files.write(map, content);
    shards.add(shard);
    schema =
        SchemaOfShard.merge(
            schema,
            ShardDescription.schema(map).map(found -> new SchemaOfShard(found, shard.path())));
  }

  WrittenShards written() {
    return new WrittenShards(List.copyOf(shards), schema.orElse(null));
  }

  void deleteAll() {
    files.deleteAll();
  }
}
