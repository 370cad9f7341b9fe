package org.tensormap.spark.write;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tensormap.spark.AxisLabels;
import org.tensormap.spark.ColumnLabels;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.log.BlockSet;
import org.tensormap.spark.log.Shard;

/**
 * Checks that the blocks of one key have the same component and property labels in all shards:
 * tasks that make up labels from their rows may see different ones.
 */
final class ColumnAgreement {
  private static final int SHOWN_VALUES = 12;

  private record Seen(long columns, String path, ColumnLabels labels) {}

  private final TensorMapSchema schema;

  /** For each key the labels of the first shard that has it. */
  private final Map<List<Integer>, Seen> seen = new HashMap<>();

  private ColumnAgreement(TensorMapSchema schema) {
    this.schema = schema;
  }

  /**
   * Checks that new shards agree with those that are there, and with each other.
   *
   * @param schema the schema of all shards
   * @param present the shards that are there already, and can not be changed
   * @param added the new shards
   * @throws org.tensormap.spark.TensorMapException if they do not, naming two shards and a key
   */
  static void check(TensorMapSchema schema, List<Shard> present, List<Shard> added) {
    ColumnAgreement agreement = new ColumnAgreement(schema);
    present.forEach(agreement::assume);
    added.forEach(agreement::check);
  }

  private void assume(Shard shard) {
    BlockSet blocks = shard.blocks();
    for (int block = 0; block < blocks.keys().size(); block++) {
      seen.putIfAbsent(blocks.keys().get(block), of(shard, block));
    }
  }

  private void check(Shard shard) {
    for (int block = 0; block < shard.blocks().keys().size(); block++) {
      check(shard, block);
    }
  }

  private void check(Shard shard, int block) {
    List<Integer> key = shard.blocks().keys().get(block);
    Seen found = of(shard, block);
    Seen first = seen.putIfAbsent(key, found);
    if (first != null && first.columns != found.columns) {
      throw WriteErrors.differentColumns(
          LabelColumns.print(schema.keys(), key.stream().mapToInt(Integer::intValue).toArray()),
          first.path,
          print(first.labels),
          shard.path(),
          print(found.labels));
    }
  }

  private static Seen of(Shard shard, int block) {
    BlockSet blocks = shard.blocks();
    return new Seen(blocks.columns().get(block), shard.path(), blocks.labels(block).orElse(null));
  }

  private static String print(ColumnLabels labels) {
    return labels == null
        ? "others"
        : labels.components().stream().map(ColumnAgreement::print).collect(Collectors.joining())
            + print(labels.properties());
  }

  private static String print(AxisLabels axis) {
    List<Integer> values = axis.values();
    boolean isLong = values.size() > SHOWN_VALUES;
    return axis.names()
        + " with "
        + axis.size()
        + " entries "
        + (isLong ? values.subList(0, SHOWN_VALUES) + "…" : values);
  }
}
