package org.tensormap.spark.write;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.tensormap.Labels;

/**
 * The axes of blocks whose rows are single values: those labels that there are rows for, in
 * ascending order, or, if the user gave sizes, labels that count from 0.
 *
 * @param components the components
 * @param properties the dimensions of the properties: all of them have a size, or none
 */
record ElementAxes(List<SizedName> components, List<SizedName> properties) implements Serializable {
  ElementAxes {
    components = List.copyOf(components);
    properties = List.copyOf(properties);
    if (properties.stream().map(SizedName::hasSize).distinct().count() > 1) {
      throw WriteErrors.someSizes(properties);
    }
  }

  /** How many values a sample has at least, as far as the user said. */
  long knownLength() {
    return IntStream.range(0, components.size() + properties.size())
        .mapToObj(this::dimension)
        .filter(SizedName::hasSize)
        .mapToLong(SizedName::size)
        .reduce(1, (first, second) -> Math.min(first * second, Integer.MAX_VALUE));
  }

  /**
   * The axes of a block.
   *
   * @param cells the labels of components and properties that there are rows for
   */
  BlockAxes of(TupleIndex cells) {
    List<Labels> axes = new ArrayList<>();
    for (int axis = 0; axis < components.size(); axis++) {
      axes.add(axis(List.of(components.get(axis)), cells, axis));
    }
    return new BlockAxes(axes, axis(properties, cells, components.size()));
  }

  /** Where in an array the value of each cell belongs. */
  int[] positions(TupleIndex cells, BlockAxes axes) {
    int[] positions = new int[cells.size()];
    for (int cell = 0; cell < positions.length; cell++) {
      int[] labels = cells.get(cell);
      long position = 0;
      for (int axis = 0; axis < axes.components().size(); axis++) {
        Labels component = axes.components().get(axis);
        position = position * component.size() + find(component, labels[axis]);
      }
      int[] property = Arrays.copyOfRange(labels, components.size(), labels.length);
      position = position * axes.properties().size() + find(axes.properties(), property);
      positions[cell] = GrowingValues.checkedSize(position);
    }
    return positions;
  }

  /** A place in an array as messages show it, for example {@code xyz=1, n=3}. */
  String print(BlockAxes axes, int position) {
    int rest = position;
    int[] property = axes.properties().entry(rest % axes.properties().size()).values();
    rest /= axes.properties().size();
    int[] cell = new int[components.size() + property.length];
    System.arraycopy(property, 0, cell, components.size(), property.length);
    for (int axis = components.size() - 1; axis >= 0; axis--) {
      Labels component = axes.components().get(axis);
      cell[axis] = component.get(rest % component.size(), 0);
      rest /= component.size();
    }
    return LabelColumns.print(names(), cell);
  }

  private List<String> names() {
    return IntStream.range(0, components.size() + properties.size())
        .mapToObj(this::dimension)
        .map(SizedName::name)
        .toList();
  }

  private SizedName dimension(int index) {
    return index < components.size()
        ? components.get(index)
        : properties.get(index - components.size());
  }

  private static Labels axis(List<SizedName> dimensions, TupleIndex cells, int first) {
    if (dimensions.get(0).hasSize()) {
      return SizedAxes.product(dimensions, 0);
    }
    TreeSet<int[]> entries = new TreeSet<>(Arrays::compare);
    for (int cell = 0; cell < cells.size(); cell++) {
      entries.add(Arrays.copyOfRange(cells.get(cell), first, first + dimensions.size()));
    }
    return new Labels(SizedName.names(dimensions), entries.toArray(int[][]::new));
  }

  private static int find(Labels axis, int... entry) {
    OptionalInt position = axis.position(entry);
    if (position.isEmpty()) {
      throw WriteErrors.labelBeyondSize(LabelColumns.print(axis.names(), entry), axis.size());
    }
    return position.getAsInt();
  }
}
