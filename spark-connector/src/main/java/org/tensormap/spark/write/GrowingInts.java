package org.tensormap.spark.write;

import java.util.Arrays;

/** A list of integers that grows. */
final class GrowingInts {
  private static final int FIRST_CAPACITY = 64;

  private int[] values = new int[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  int get(int index) {
    return values[index];
  }

  void add(int value) {
    reserve(1);
    values[size++] = value;
  }

  void addAll(int[] added) {
    reserve(added.length);
    System.arraycopy(added, 0, values, size, added.length);
    size += added.length;
  }

  /** Whether the integers from an index on are those of an array. */
  boolean matches(int index, int[] expected) {
    return Arrays.equals(values, index, index + expected.length, expected, 0, expected.length);
  }

  int[] toArray() {
    return Arrays.copyOf(values, size);
  }

  private void reserve(int more) {
    if (values.length - size < more) {
      values = Arrays.copyOf(values, GrowingValues.grown(values.length, (long) size + more));
    }
  }
}
