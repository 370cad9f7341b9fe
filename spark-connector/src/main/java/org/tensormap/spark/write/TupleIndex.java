package org.tensormap.spark.write;

import java.util.Arrays;

/**
 * Numbers tuples of integers in the order in which they first come, by hashing with linear probing.
 */
final class TupleIndex {
  private static final int FIRST_SLOTS = 16;

  private final int dimensions;
  private final GrowingInts tuples = new GrowingInts();
  private int size;

  /** For each slot the number of a tuple plus one; 0 if the slot is free. */
  private int[] slots = new int[FIRST_SLOTS];

  /** Rows mostly go through tuples in the same order again and again. */
  private int expected;

  TupleIndex(int dimensions) {
    this.dimensions = dimensions;
  }

  int size() {
    return size;
  }

  /** One value of a tuple. */
  int get(int number, int dimension) {
    return tuples.get(number * dimensions + dimension);
  }

  /** A copy of a tuple. */
  int[] get(int number) {
    int[] tuple = new int[dimensions];
    for (int i = 0; i < dimensions; i++) {
      tuple[i] = get(number, i);
    }
    return tuple;
  }

  /** The number of a tuple, which is {@link #size()} before the call if it is new. */
  int number(int[] tuple) {
    if (expected >= size || !isAt(expected, tuple)) {
      expected = search(tuple);
    }
    int found = expected;
    expected = found + 1 < size ? found + 1 : 0;
    return found;
  }

  private int search(int[] tuple) {
    int slot = slot(tuple);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    tuples.addAll(tuple);
    slots[slot] = ++size;
    if (2 * size > slots.length) {
      rehash();
    }
    return size - 1;
  }

  /** The slot of a tuple, or the free one where it belongs. */
  private int slot(int[] tuple) {
    int hash = Arrays.hashCode(tuple) * 0x9e3779b9;
    int slot = (hash ^ hash >>> 16) & (slots.length - 1);
    while (slots[slot] != 0 && !isAt(slots[slot] - 1, tuple)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean isAt(int number, int[] tuple) {
    return tuples.matches(number * dimensions, tuple);
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    for (int number = 0; number < size; number++) {
      slots[slot(get(number))] = number + 1;
    }
  }
}
