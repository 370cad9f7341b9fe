package org.tensormap.spark.read;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.condition.IntSet;
import org.tensormap.spark.condition.Label;
import org.tensormap.spark.input.Input;
import org.tensormap.spark.input.InputFile;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.layout.TensorMapLayout;
import org.tensormap.spark.log.BlockSet;
import org.tensormap.spark.log.Bounds;
import org.tensormap.spark.log.Shard;
import org.tensormap.spark.log.Snapshot;

/** Finds the files of an input that may have wanted rows, as far as the log tells. */
final class ShardPruning {
  private final Optional<TensorMapSchema> schema;
  private final Layout layout;
  private final Condition filter;

  /** What is left of the filter in each block; many shards have the same blocks. */
  private final IdentityHashMap<BlockSet, List<Condition>> inBlocks = new IdentityHashMap<>();

  /**
   * Prepares to find files.
   *
   * @param schema the schema of all files; empty if none of them has a block
   * @param layout their rows
   * @param filter what the labels of wanted rows are
   */
  ShardPruning(Optional<TensorMapSchema> schema, Layout layout, Condition filter) {
    this.schema = schema;
    this.layout = layout;
    this.filter = filter;
  }

  /**
   * Finds files.
   *
   * @param input all files
   * @param layout their rows
   * @param filter what the labels of wanted rows are
   * @return the files, in the order of the input
   */
  static List<PlannedShard> prune(Input input, Layout layout, Condition filter) {
    return new ShardPruning(input.schema(), layout, filter).prune(input);
  }

  /**
   * Finds files.
   *
   * @param input all files
   * @return the files, in the order of the input
   */
  List<PlannedShard> prune(Input input) {
    List<Shard> shards = input.snapshot().map(Snapshot::shards).orElse(List.of());
    List<PlannedShard> planned = new ArrayList<>();
    for (int i = 0; i < input.files().size(); i++) {
      InputFile file = input.files().get(i);
      if (shards.isEmpty() || filter.isAlways()) {
        Optional<Shard> shard = shards.isEmpty() ? Optional.empty() : Optional.of(shards.get(i));
        planned.add(new PlannedShard(file, shard, filter.isAlways(), 1));
      } else {
        plan(file, shards.get(i)).ifPresent(planned::add);
      }
    }
    return planned;
  }

  /** Whether a file may have wanted rows, as far as its log tells. */
  boolean mayHaveRows(Shard shard) {
    return inBlocks.computeIfAbsent(shard.blocks(), this::inBlocks).stream()
        .anyMatch(inBlock -> !inBlock.given(label -> inShard(label, shard)).isNever());
  }

  private Optional<PlannedShard> plan(InputFile file, Shard shard) {
    List<Condition> blocks = inBlocks.computeIfAbsent(shard.blocks(), this::inBlocks);
    int possible = 0;
    int whole = 0;
    for (Condition inBlock : blocks) {
      Condition left = inBlock.given(label -> inShard(label, shard));
      possible += left.isNever() ? 0 : 1;
      whole += left.isAlways() ? 1 : 0;
    }
    return possible == 0
        ? Optional.empty()
        : Optional.of(
            new PlannedShard(
                file,
                Optional.of(shard),
                whole == blocks.size(),
                (double) possible / blocks.size()));
  }

  private List<Condition> inBlocks(BlockSet blocks) {
    return blocks.keys().stream()
        .map(
            key ->
                filter.given(
                    label ->
                        label.role() == Role.KEY
                            ? Optional.of(IntSet.of(key.get(label.dimension())))
                            : Optional.empty()))
        .map(this::onPaths)
        .toList();
  }

  /** What is left of a condition where it is the same for a block and all of its gradients. */
  private Condition onPaths(Condition inBlock) {
    Condition onBlock = inBlock.atPath(null);
    boolean isSame =
        schema.stream()
            .flatMap(blocks -> blocks.gradients().keySet().stream())
            .allMatch(path -> inBlock.atPath(path).equals(onBlock));
    return isSame ? onBlock : inBlock;
  }

  /** What the log says about a label of all rows of a shard. */
  private Optional<IntSet> inShard(Label label, Shard shard) {
    List<String> samples = schema.map(TensorMapSchema::samples).orElse(List.of());
    return switch (label.role()) {
      case SAMPLE -> Optional.of(within(shard.bounds().get(samples.get(label.dimension()))));
      case BOUNDS -> {
        Bounds bounds = shard.bounds().get(samples.get(label.sampleDimension()));
        boolean isRowPerShard = layout instanceof TensorMapLayout shown && shown.grouping() == null;
        yield Optional.of(isRowPerShard ? label.in(bounds) : within(bounds));
      }
      default -> Optional.empty();
    };
  }

  private static IntSet within(Bounds bounds) {
    return bounds == null ? IntSet.NONE : IntSet.range(bounds.min(), bounds.max());
  }
}
