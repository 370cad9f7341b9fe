package org.tensormap.spark.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.arrow.TensorMapIpc;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsPart;
import org.tensormap.spark.log.SampleBounds;

/**
 * The rows of a shard in the {@link TensorMapLayout} with groups: each a tensor map that has the
 * keys of the shard, and of every block the samples of one group.
 */
final class GroupRows implements ShardCursor<InternalRow> {
  private final OpenShard shard;
  private final List<LayoutColumn> columns;
  private final List<GroupedBlock> blocks = new ArrayList<>();
  private final Condition filter;
  private final List<String> dimensions;
  private final int end;
  private int group;
  private InternalRow row;

  GroupRows(OpenShard shard, Selection selection, SampleGrouping grouping) throws IOException {
    this.shard = shard;
    this.columns = selection.columns();
    this.filter = selection.filter();
    shard
        .file()
        .expect(
            shard.file().blocks().stream().flatMap(b -> b.withGradients().stream()).toList(),
            parts(selection));
    List<Labels> samples = new ArrayList<>();
    for (MtsBlock block : shard.file().blocks()) {
      samples.add(block.samples());
    }
    this.dimensions = samples.isEmpty() ? List.of() : samples.get(0).names();
    SampleGroups groups = new SampleGroups(grouping, samples);
    IdentityHashMap<Labels, GroupedSamples> grouped = new IdentityHashMap<>();
    for (int i = 0; i < samples.size(); i++) {
      GroupedSamples shared =
          grouped.computeIfAbsent(
              samples.get(i),
              labels -> new GroupedSamples(labels, null, groups.of(labels), groups.count()));
      blocks.add(new GroupedBlock(shard.path(), shard.file().block(i), shared));
    }
    this.group = (int) shard.slice().start(groups.count()) - 1;
    this.end = (int) shard.slice().end(groups.count());
  }

  /** What is read of all blocks; values are read group by group. */
  private static Set<MtsPart> parts(Selection selection) {
    return selection.has(Role.TENSORMAP)
        ? EnumSet.of(MtsPart.SAMPLES, MtsPart.COMPONENTS, MtsPart.PROPERTIES)
        : EnumSet.of(MtsPart.SAMPLES);
  }

  @Override
  public boolean next() throws IOException {
    do {
      if (++group >= end) {
        return false;
      }
    } while (!filter.isAlways() && !BoundsValue.meet(filter, bounds(), dimensions));
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
    try (HostNDManager manager = HostNDManager.newManager()) {
      List<TensorBlock> loaded = new ArrayList<>();
      for (GroupedBlock block : blocks) {
        loaded.add(block.load(group, manager));
      }
      try (TensorMap map = new TensorMap(shard.file().keys(), loaded)) {
        shard.file().info().forEach(map::setInfo);
        return TensorMapIpc.toBytes(map);
      }
    }
  }

  private SampleBounds bounds() {
    SampleBounds bounds = new SampleBounds();
    for (GroupedBlock block : blocks) {
      bounds.add(block.samples(group));
    }
    return bounds;
  }
}
