package org.tensormap.spark.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.read.TensorMapLayout;

/** Writes each row, which holds a whole tensor map, to a file of its own. */
final class TensorMapRowWriter implements DataWriter<InternalRow> {
  private final ShardFiles files;
  private final int column;
  private final List<Shard> shards = new ArrayList<>();
  private Optional<SchemaOfShard> schema = Optional.empty();

  TensorMapRowWriter(ShardFiles files, int column) {
    this.files = files;
    this.column = column;
  }

  @Override
  public void write(InternalRow row) throws IOException {
    if (row.isNullAt(column)) {
      throw WriteErrors.nullTensorMap(TensorMapLayout.NAME);
    }
    byte[] bytes = row.getBinary(column);
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map = TensorMapBinary.decode(bytes, manager)) {
      Shard shard =
          files.write(
              map,
              TensorMapBinary.isMts(bytes) ? out -> out.write(bytes) : out -> Mts.save(out, map));
      shards.add(shard);
      schema =
          SchemaOfShard.merge(
              schema,
              ShardDescription.schema(map).map(found -> new SchemaOfShard(found, shard.path())));
    }
  }

  @Override
  public WriterCommitMessage commit() {
    return new WrittenShards(List.copyOf(shards), schema.orElse(null));
  }

  @Override
  public void abort() {
    files.deleteAll();
  }

  @Override
  public void close() {}
}
