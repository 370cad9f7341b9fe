package org.tensormap.spark.read;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.arrow.TensorMapIpc;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsPart;
import org.tensormap.spark.log.SampleBounds;

/** The one row of a shard in the {@link TensorMapLayout}. */
final class WholeShardRow implements ShardCursor<InternalRow> {
  private final OpenShard shard;
  private final List<LayoutColumn> columns;
  private final Condition filter;
  private SampleBounds bounds;
  private InternalRow row;

  WholeShardRow(OpenShard shard, Selection selection) {
    this.shard = shard;
    this.columns = selection.columns();
    this.filter = selection.filter();
  }

  @Override
  public boolean next() throws IOException {
    if (row != null) {
      return false;
    }
    if (!filter.isAlways() && !BoundsValue.meet(filter, bounds(), dimensions())) {
      shard.counters().blocksSkipped().add(shard.file().size());
      return false;
    }
    Object[] fields = new Object[columns.size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = field(columns.get(i));
    }
    row = new GenericInternalRow(fields);
    return true;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() {}

  private Object field(LayoutColumn column) throws IOException {
    return switch (column.role()) {
      case TENSORMAP -> tensorMap();
      case BOUNDS -> BoundsValue.of(bounds(), (StructType) column.field().dataType());
      case FILE -> UTF8String.fromString(shard.path());
      default -> throw new IllegalStateException("no such column here: " + column);
    };
  }

  private byte[] tensorMap() throws IOException {
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map = shard.file().load(manager)) {
      return TensorMapIpc.toBytes(map);
    }
  }

  private SampleBounds bounds() throws IOException {
    if (bounds != null) {
      return bounds;
    }
    bounds = new SampleBounds();
    List<MtsBlock> blocks = shard.file().blocks();
    shard.file().expect(blocks, EnumSet.of(MtsPart.SAMPLES));
    for (MtsBlock block : blocks) {
      bounds.add(block.samples());
    }
    return bounds;
  }

  private List<String> dimensions() throws IOException {
    return shard.file().size() == 0 ? List.of() : shard.file().block(0).samples().names();
  }
}
