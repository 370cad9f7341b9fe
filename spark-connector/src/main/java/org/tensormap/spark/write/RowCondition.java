package org.tensormap.spark.write;

import java.io.IOException;
import java.io.Serializable;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensormap.Labels;
import org.tensormap.LabelsEntry;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.spark.TensorMapSchema;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.condition.AxisMatches;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.condition.IntSet;
import org.tensormap.spark.condition.Label;
import org.tensormap.spark.log.Bounds;
import org.tensormap.spark.log.SampleBounds;
import org.tensormap.spark.read.WholeShards;

/**
 * What the labels of all rows of a write have to be: rows that replace those of a condition fulfill
 * it themselves, so that the same write can be repeated.
 *
 * @param condition what the labels are
 * @param text the condition as the user knows it
 * @param keys the names of the key dimensions
 * @param samples the names of the sample dimensions
 */
record RowCondition(Condition condition, String text, List<String> keys, List<String> samples)
    implements Serializable {
  /** The condition that all rows meet. */
  static final RowCondition NONE = new RowCondition(Condition.always(), "", List.of(), List.of());

  /** What rows have to be that replace others in a dataset. */
  static RowCondition of(WholeShards replaced, Optional<TensorMapSchema> schema) {
    return new RowCondition(
        replaced.condition(),
        replaced.text(),
        schema.map(TensorMapSchema::keys).orElse(List.of()),
        schema.map(TensorMapSchema::samples).orElse(List.of()));
  }

  /**
   * Checks a tensor map that is to be written. One with other dimensions than the dataset is left
   * to the commit, which says what does not fit.
   *
   * @throws org.tensormap.spark.TensorMapException if a sample does not meet the condition
   */
  void check(TensorMap map) throws IOException {
    if (condition.isAlways() || !(condition.labels().isEmpty() || hasDimensions(map))) {
      return;
    }
    Map<String, Bounds> bounds = bounds(map);
    for (int i = 0; i < map.size(); i++) {
      check(map.keys().entry(i), map.block(i), bounds);
    }
  }

  private boolean hasDimensions(TensorMap map) {
    return map.keys().names().equals(keys)
        && map.blocks().stream().allMatch(block -> block.samples().names().equals(samples));
  }

  private Map<String, Bounds> bounds(TensorMap map) {
    SampleBounds bounds = new SampleBounds();
    if (condition.labels().stream().anyMatch(label -> label.role() == Role.BOUNDS)) {
      map.blocks().forEach(block -> bounds.add(block.samples()));
    }
    return bounds.toMap();
  }

  private void check(LabelsEntry key, TensorBlock block, Map<String, Bounds> bounds)
      throws IOException {
    Condition left = condition.given(label -> known(label, key, bounds));
    Labels entries = block.samples();
    if (left.isAlways() || entries.size() == 0) {
      return;
    }
    int[] found =
        left.isNever()
            ? new int[0]
            : new AxisMatches(label -> column(entries, label.dimension()), entries.size())
                .find(left, 0, entries.size());
    if (found.length < entries.size()) {
      throw WriteErrors.rowOutsideCondition(
          text,
          LabelColumns.print(keys, key.values()),
          LabelColumns.print(samples, entries.entry(firstMissing(found)).values()));
    }
  }

  private Optional<IntSet> known(Label label, LabelsEntry key, Map<String, Bounds> bounds) {
    return switch (label.role()) {
      case KEY -> Optional.of(IntSet.of(key.values()[label.dimension()]));
      case BOUNDS -> Optional.of(label.in(bounds.get(samples.get(label.sampleDimension()))));
      default -> Optional.empty();
    };
  }

  private static int[] column(Labels entries, int dimension) {
    IntBuffer values = entries.values();
    int[] column = new int[entries.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = values.get(i * entries.dimensions() + dimension);
    }
    return column;
  }

  /** The first number that is not among ascending ones. */
  private static int firstMissing(int[] numbers) {
    int missing = 0;
    while (missing < numbers.length && numbers[missing] == missing) {
      missing++;
    }
    return missing;
  }
}
