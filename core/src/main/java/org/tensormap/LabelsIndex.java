package org.tensormap;

import java.util.Arrays;

/**
 * Finds rows of a row-major {@code int} matrix: a hash table with open addressing and linear
 * probing, whose slots hold row numbers and whose keys stay in the matrix.
 *
 * <p>The table has at least twice as many slots as rows, a power of two. The hash multiplies and
 * folds (as in FNV, one 32-bit value at a time) and is finished with the mixer of MurmurHash3, so
 * that small consecutive integers, which labels mostly are, spread over the table.
 */
final class LabelsIndex {
  private static final int EMPTY = -1;

  private final int[] values;
  private final int dimensions;
  private final int[] slots;
  private final int mask;

  private LabelsIndex(int[] values, int dimensions, int[] slots) {
    this.values = values;
    this.dimensions = dimensions;
    this.slots = slots;
    this.mask = slots.length - 1;
  }

  /**
   * Indexes the rows; rows that repeat an earlier one are left out.
   *
   * @param firstDuplicate set to the first row which repeats an earlier one, or left alone
   */
  static LabelsIndex of(int[] values, int dimensions, int rows, int[] firstDuplicate) {
    int capacity = Math.max(4, Integer.highestOneBit(Math.max(1, Math.min(rows, 1 << 29))) << 2);
    int[] slots = new int[capacity];
    Arrays.fill(slots, EMPTY);
    LabelsIndex index = new LabelsIndex(values, dimensions, slots);
    boolean found = false;
    for (int row = 0; row < rows; row++) {
      int slot = index.slotOf(values, row * dimensions);
      if (slots[slot] == EMPTY) {
        slots[slot] = row;
      } else if (!found) {
        found = true;
        firstDuplicate[0] = row;
      }
    }
    return index;
  }

  /** The row equal to the {@code dimensions} integers at {@code offset} of {@code key}, or -1. */
  int rowOf(int[] key, int offset) {
    return slots[slotOf(key, offset)];
  }

  /** The slot that holds this row, or the free slot where it belongs. */
  private int slotOf(int[] key, int offset) {
    int slot = hash(key, offset) & mask;
    while (slots[slot] != EMPTY && !matches(slots[slot], key, offset)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean matches(int row, int[] key, int offset) {
    int start = row * dimensions;
    for (int i = 0; i < dimensions; i++) {
      if (values[start + i] != key[offset + i]) {
        return false;
      }
    }
    return true;
  }

  private int hash(int[] key, int offset) {
    int hash = 0x811C9DC5;
    for (int i = 0; i < dimensions; i++) {
      hash = (hash ^ key[offset + i]) * 0x9E3779B1;
      hash ^= hash >>> 15;
    }
    hash ^= hash >>> 16;
    hash *= 0x85EBCA6B;
    hash ^= hash >>> 13;
    hash *= 0xC2B2AE35;
    return hash ^ (hash >>> 16);
  }
}
