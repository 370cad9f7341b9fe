package org.tensormap.torchscript;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    for (int i = 0; i < others.size; i++) {
      add(others.values[i]);
    }
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

  /** Copies the integers to a direct buffer, 8 bytes each, in native order. */
  ByteBuffer toBuffer() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(size * Long.BYTES).order(ByteOrder.nativeOrder());
    buffer.asLongBuffer().put(values, 0, size);
    return buffer;
  }
}
