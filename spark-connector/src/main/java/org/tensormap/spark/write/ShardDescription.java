package org.tensormap.spark.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tensormap.Labels;
import org.tensormap.LabelsEntry;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.spark.GradientSchema;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.log.BlockSet;
import org.tensormap.spark.log.SampleBounds;
import org.tensormap.spark.log.Shard;

/** Describes a tensor map that is written, as the log wants it. */
final class ShardDescription {
  private ShardDescription() {}

  static Shard of(String path, long size, long checksum, TensorMap map) {
    List<List<Integer>> keys = new ArrayList<>();
    for (LabelsEntry key : map.keys()) {
      keys.add(java.util.Arrays.stream(key.values()).boxed().toList());
    }
    SampleBounds bounds = new SampleBounds();
    ColumnLabelsDigest digest = new ColumnLabelsDigest();
    List<Long> columns = new ArrayList<>();
    List<Integer> emptyBlocks = new ArrayList<>();
    long rows = 0;
    long values = 0;
    for (TensorBlock block : map.blocks()) {
      bounds.add(block.samples());
      columns.add(digest.of(block));
      if (block.samples().size() == 0) {
        emptyBlocks.add(columns.size() - 1);
      }
      rows += block.samples().size();
      values += block.shape().size();
    }
    BlockSet blocks = new BlockSet(keys, columns, digest.labels());
    return new Shard(path, size, checksum, rows, values, blocks, bounds.toMap(), emptyBlocks);
  }

  /** The schema; empty if there is no block. */
  static Optional<TensorMapSchema> schema(TensorMap map) {
    return map.blocks().stream().findFirst().map(block -> schema(map, block));
  }

  private static TensorMapSchema schema(TensorMap map, TensorBlock block) {
    Map<String, GradientSchema> gradients = new TreeMap<>();
    addGradients(block, "", gradients);
    return new TensorMapSchema(
        map.keys().names(),
        block.samples().names(),
        componentNames(block),
        block.properties().names(),
        block.dtype(),
        gradients);
  }

  private static void addGradients(
      TensorBlock block, String path, Map<String, GradientSchema> gradients) {
    block
        .gradients()
        .forEach(
            (parameter, gradient) -> {
              gradients.put(
                  path + parameter,
                  new GradientSchema(gradient.samples().names(), componentNames(gradient)));
              addGradients(gradient, path + parameter + "/", gradients);
            });
  }

  private static List<String> componentNames(TensorBlock block) {
    return block.components().stream().map(Labels::names).flatMap(List::stream).toList();
  }
}
