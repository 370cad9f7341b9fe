package org.tensormap.spark.write;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensormap.spark.AxisLabels;
import org.tensormap.spark.ColumnLabels;
import org.tensormap.spark.KeyedColumnLabels;

/**
 * Labels that a read found, or that the dataset has.
 *
 * @param labels the labels, by key
 * @param keys the key dimensions of the rows
 * @param ofAnyKey whether the labels, which are all the same, are those of any other key as well
 */
record KnownAxes(KeyedColumnLabels labels, List<String> keys, boolean ofAnyKey)
    implements SampleAxes {
  /**
   * The labels that a read found. If the rows have other keys by now, nobody knows which block is
   * which, so that all must have had the same labels.
   *
   * @param column the column that the labels are for
   */
  static Optional<SampleAxes> ofRead(KeyedColumnLabels labels, List<String> keys, String column) {
    if (labels.hasNoBlocks()) {
      return Optional.empty();
    }
    boolean hasSameKeys = KeyedColumnLabels.haveSameNames(labels.keys(), keys);
    if (!hasSameKeys && !labels.areSame()) {
      throw WriteErrors.labelsOfOtherKeys(column, labels.keys(), keys);
    }
    if (hasSameKeys && labels.blocks().isEmpty()) {
      throw WriteErrors.noKnownLabels(column);
    }
    return Optional.of(new KnownAxes(labels, List.copyOf(keys), !hasSameKeys));
  }

  /** The labels that the dataset has; if all of its blocks have the same, so will new ones. */
  static Optional<SampleAxes> ofDataset(KeyedColumnLabels labels, List<String> keys) {
    return labels.distinct().isEmpty() || !KeyedColumnLabels.haveSameNames(labels.keys(), keys)
        ? Optional.empty()
        : Optional.of(new KnownAxes(labels, List.copyOf(keys), labels.areSame()));
  }

  @Override
  public List<String> componentNames() {
    return first().components().stream().flatMap(axis -> axis.names().stream()).toList();
  }

  @Override
  public List<String> propertyNames() {
    return first().properties().names();
  }

  @Override
  public OfKeys open() {
    List<BlockAxes> axes = labels.distinct().stream().map(KnownAxes::axes).toList();
    if (ofAnyKey) {
      return (key, length) -> axes.get(0);
    }
    Map<List<Integer>, BlockAxes> byKey = new HashMap<>();
    for (KeyedColumnLabels.OfBlock block : labels.blocks()) {
      byKey.put(inOurOrder(block.key()), axes.get(block.labels()));
    }
    return (key, length) -> {
      BlockAxes found = byKey.get(Arrays.stream(key).boxed().toList());
      if (found == null) {
        throw WriteErrors.unknownLabels(LabelColumns.print(keys, key));
      }
      return found;
    };
  }

  private List<Integer> inOurOrder(List<Integer> key) {
    return keys.stream().map(name -> key.get(labels.keys().indexOf(name))).toList();
  }

  /** All blocks of a tensor map have the same names of dimensions. */
  private ColumnLabels first() {
    return labels.distinct().get(0);
  }

  private static BlockAxes axes(ColumnLabels labels) {
    return new BlockAxes(
        labels.components().stream().map(AxisLabels::toLabels).toList(),
        labels.properties().toLabels());
  }
}
