package org.tensormap.spark.write;

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.layout.TensorMapLayout;

/** Writes each row, which holds a whole tensor map, to a file of its own. */
final class TensorMapRowWriter implements DataWriter<InternalRow> {
  private final ShardCollector shards;
  private final int column;

  TensorMapRowWriter(ShardCollector shards, int column) {
    this.shards = shards;
    this.column = column;
  }

  @Override
  public void write(InternalRow row) throws IOException {
    if (row.isNullAt(column)) {
      throw WriteErrors.nullValue(TensorMapLayout.NAME);
    }
    byte[] bytes = row.getBinary(column);
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map = TensorMapBinary.decode(bytes, manager)) {
      if (TensorMapBinary.isMts(bytes)) {
        shards.write(map, out -> out.write(bytes));
      } else {
        shards.write(map);
      }
    }
  }

  @Override
  public WriterCommitMessage commit() {
    return shards.written();
  }

  @Override
  public void abort() {
    shards.deleteAll();
  }

  @Override
  public void close() {}
}
