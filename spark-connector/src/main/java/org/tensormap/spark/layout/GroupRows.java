package org.tensormap.spark.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.arrow.TensorMapIpc;
import org.tensormap.io.MtsBlock;
import org.tensormap.io.MtsPart;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.log.SampleBounds;

/**
 * The rows of a shard in the {@link TensorMapLayout} with groups: each a tensor map that has the
 * keys of the shard, and of every block the samples of one group.
 */
final class GroupRows extends TensorMapCursor {
  private final List<GroupedBlock> blocks = new ArrayList<>();
  private final List<String> dimensions;
  private final int end;
  private int group;

  GroupRows(OpenShard shard, Selection selection, SampleGrouping grouping) throws IOException {
    super(shard, selection);
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
    } while (!isWanted());
    read();
    return true;
  }

  @Override
  byte[] tensorMap() throws IOException {
    try (HostNDManager manager = HostNDManager.newManager()) {
      List<TensorBlock> loaded = new ArrayList<>();
      for (GroupedBlock block : blocks) {
        loaded.add(block.load(group, manager));
      }
      try (TensorMap map = new TensorMap(shard().file().keys(), loaded)) {
        shard().file().info().forEach(map::setInfo);
        return TensorMapIpc.toBytes(map);
      }
    }
  }

  @Override
  SampleBounds bounds() {
    SampleBounds bounds = new SampleBounds();
    for (GroupedBlock block : blocks) {
      bounds.add(block.samples(group));
    }
    return bounds;
  }

  @Override
  List<String> dimensions() {
    return dimensions;
  }
}
