package org.tensormap.spark.layout;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.arrow.TensorMapIpc;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsPart;
import org.tensormap.spark.log.SampleBounds;

/** The one row of a shard in the {@link TensorMapLayout}. */
final class WholeShardRow extends TensorMapCursor {
  private SampleBounds bounds;
  private boolean isDone;

  WholeShardRow(OpenShard shard, Selection selection) {
    super(shard, selection);
  }

  @Override
  public boolean next() throws IOException {
    if (isDone) {
      return false;
    }
    isDone = true;
    if (!isWanted()) {
      shard().counters().blocksSkipped().add(shard().file().size());
      return false;
    }
    read();
    return true;
  }

  @Override
  byte[] tensorMap() throws IOException {
    try (HostNDManager manager = HostNDManager.newManager();
        TensorMap map = shard().file().load(manager)) {
      return TensorMapIpc.toBytes(map);
    }
  }

  @Override
  SampleBounds bounds() throws IOException {
    if (bounds != null) {
      return bounds;
    }
    bounds = new SampleBounds();
    List<MtsBlock> blocks = shard().file().blocks();
    shard().file().expect(blocks, EnumSet.of(MtsPart.SAMPLES));
    for (MtsBlock block : blocks) {
      bounds.add(block.samples());
    }
    return bounds;
  }

  @Override
  List<String> dimensions() throws IOException {
    return shard().file().size() == 0 ? List.of() : shard().file().block(0).samples().names();
  }
}
