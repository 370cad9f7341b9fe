package org.tensormap.spark.layout;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which elements of each array of values a query wants.
 *
 * @param positions their positions, from 0; those from -1 down count from the end of the array
 */
public record WantedElements(List<Integer> positions) implements Serializable {
  /**
   * Creates the positions.
   *
   * @param positions from 0; those from -1 down count from the end of the array; copied
   */
  public WantedElements {
    positions = List.copyOf(positions);
  }

  /**
   * Returns positions, each once.
   *
   * @param positions the positions, in any order
   * @return which elements are wanted
   */
  public static WantedElements of(Collection<Integer> positions) {
    return new WantedElements(positions.stream().distinct().sorted().toList());
  }

  /**
   * The positions in arrays of some length, ascending; what lies outside of them, a query sees by
   * their length alone.
   */
  int[] in(int length) {
    return positions.stream()
        .mapToInt(position -> position < 0 ? length + position : position)
        .filter(position -> position >= 0 && position < length)
        .distinct()
        .sorted()
        .toArray();
  }

  /** Where each element of an array of some length is among those that are wanted, or -1. */
  int[] places(int length) {
    int[] places = IntStream.generate(() -> -1).limit(length).toArray();
    int[] wanted = in(length);
    for (int i = 0; i < wanted.length; i++) {
      places[wanted[i]] = i;
    }
    return places;
  }

  @Override
  public String toString() {
    return positions.toString();
  }
}
