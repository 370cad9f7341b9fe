package org.tensormap.torchscript;

import java.nio.LongBuffer;
import java.util.Arrays;

/** A growing sequence of integers. */
final class Numbers {
  private long[] values = new long[64];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  void addAll(Numbers others) {
    int total = size + others.size;
    if (total > values.length) {
      values = Arrays.copyOf(values, Math.max(total, 2 * size));
    }
    System.arraycopy(others.values, 0, values, size, others.size);
    size = total;
  }

  long get(int index) {
    return values[index];
  }

  void set(int index, long value) {
    values[index] = value;
  }

  int size() {
    return size;
  }

  /** Copies the integers to the start of a buffer. */
  void copyTo(LongBuffer target) {
    target.put(0, values, 0, size);
  }
}
