package org.tensormap.spark.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tensormap.Labels;

/**
 * Labels that count from 0, as many as the user said; the length of the arrays tells the size of
 * the one dimension that the user may give none for.
 *
 * @param components the components
 * @param properties the dimensions of the properties, the last one running fastest
 */
record SizedAxes(List<SizedName> components, List<SizedName> properties) implements SampleAxes {
  private static final List<SizedName> DEFAULT_PROPERTIES =
      List.of(new SizedName("property", SizedName.UNKNOWN));

  /** A single dimension of properties, of any size, for arrays about which nothing is known. */
  static final SizedAxes DEFAULT = new SizedAxes(List.of(), DEFAULT_PROPERTIES);

  SizedAxes {
    components = List.copyOf(components);
    properties = properties.isEmpty() ? DEFAULT_PROPERTIES : List.copyOf(properties);
    if (Stream.concat(components.stream(), properties.stream())
            .filter(axis -> !axis.hasSize())
            .count()
        > 1) {
      throw WriteErrors.severalUnsized(components, properties);
    }
  }

  @Override
  public List<String> componentNames() {
    return SizedName.names(components);
  }

  @Override
  public List<String> propertyNames() {
    return SizedName.names(properties);
  }

  @Override
  public OfKeys open() {
    Map<Integer, BlockAxes> byLength = new HashMap<>();
    return (key, length) -> byLength.computeIfAbsent(length, this::ofLength);
  }

  private BlockAxes ofLength(int length) {
    long sized =
        all().stream()
            .filter(SizedName::hasSize)
            .mapToLong(SizedName::size)
            .reduce(1, SizedAxes::product);
    boolean areSized = all().stream().allMatch(SizedName::hasSize);
    boolean fits = areSized ? sized == length : length % sized == 0;
    boolean isWithoutComponents = length == 0 && !components.isEmpty();
    if (!fits || isWithoutComponents) {
      throw WriteErrors.lengthDoesNotFit(length, components, properties);
    }
    int rest = (int) (length / sized);
    List<Labels> axes = new ArrayList<>();
    for (SizedName component : components) {
      axes.add(Labels.range(component.name(), component.hasSize() ? component.size() : rest));
    }
    return new BlockAxes(axes, product(properties, rest));
  }

  /** All combinations of labels, the last dimension running fastest. */
  static Labels product(List<SizedName> dimensions, int sizeOfUnsized) {
    int[] sizes =
        dimensions.stream()
            .mapToInt(each -> each.hasSize() ? each.size() : sizeOfUnsized)
            .toArray();
    int count = 1;
    for (int size : sizes) {
      count = Math.multiplyExact(count, size);
    }
    int[] values = new int[Math.multiplyExact(count, sizes.length)];
    for (int entry = 0; entry < count; entry++) {
      int rest = entry;
      for (int dimension = sizes.length - 1; dimension >= 0; dimension--) {
        values[entry * sizes.length + dimension] = rest % sizes[dimension];
        rest /= sizes[dimension];
      }
    }
    return Labels.assumeUnique(SizedName.names(dimensions), values);
  }

  private List<SizedName> all() {
    List<SizedName> all = new ArrayList<>(components);
    all.addAll(properties);
    return all;
  }

  /** A product that does not overflow: no array is that long. */
  private static long product(long first, long second) {
    return Math.min(first * second, Integer.MAX_VALUE + 1L);
  }
}
