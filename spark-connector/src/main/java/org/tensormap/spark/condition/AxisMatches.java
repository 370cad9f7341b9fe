package org.tensormap.spark.condition;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Finds the positions along an axis whose labels meet a condition. */
public final class AxisMatches {
  /** The labels along an axis. */
  public interface Axis {
    /**
     * Returns one dimension of them.
     *
     * @param label which one
     * @return a value for each position
     * @throws IOException if the labels can not be read
     */
    int[] column(Label label) throws IOException;
  }

  /** One dimension of the labels; if its values ascend, they can be searched. */
  private static final class Column {
    private final int[] values;
    private final boolean ascends;

    Column(int[] values) {
      this.values = values;
      int at = 1;
      while (at < values.length && values[at - 1] <= values[at]) {
        at++;
      }
      this.ascends = at >= values.length;
    }

    /** The first position whose value is not less than this one. */
    int search(long value) {
      int low = 0;
      int high = values.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (values[middle] < value) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  private final Axis axis;
  private final int length;
  private final Map<Label, Column> columns = new HashMap<>();

  /**
   * Creates a search.
   *
   * @param axis the labels; each dimension is read once, and only if a condition is about it
   * @param length the number of positions
   */
  public AxisMatches(Axis axis, int length) {
    this.axis = axis;
    this.length = length;
  }

  /**
   * Finds positions.
   *
   * @param condition what their labels must be
   * @param first the first position to look at
   * @param end the first position behind those to look at
   * @return the positions, in ascending order
   * @throws IOException if the labels can not be read
   */
  public int[] find(Condition condition, int first, int end) throws IOException {
    BitSet candidates = new BitSet(length);
    candidates.set(first, end);
    return matches(condition, candidates).stream().toArray();
  }

  /** Those of the candidates that meet a condition; the candidates are not changed. */
  private BitSet matches(Condition condition, BitSet candidates) throws IOException {
    if (condition instanceof Condition.Within within) {
      return matches(within, candidates);
    }
    if (condition instanceof Condition.All all) {
      BitSet left = candidates;
      for (Condition each : all.conditions()) {
        left = matches(each, left);
      }
      return left;
    }
    BitSet found = new BitSet(length);
    for (Condition each : ((Condition.Any) condition).conditions()) {
      found.or(matches(each, candidates));
    }
    return found;
  }

  private BitSet matches(Condition.Within within, BitSet candidates) throws IOException {
    IntSet wanted = within.values();
    Column column = columns.get(within.label());
    if (column == null) {
      column = new Column(axis.column(within.label()));
      columns.put(within.label(), column);
    }
    BitSet found = new BitSet(length);
    if (column.ascends) {
      for (int i = 0; i < wanted.intervalCount(); i++) {
        found.set(column.search(wanted.first(i)), column.search(wanted.last(i) + 1L));
      }
      found.and(candidates);
    } else {
      for (int at = candidates.nextSetBit(0); at >= 0; at = candidates.nextSetBit(at + 1)) {
        found.set(at, wanted.contains(column.values[at]));
      }
    }
    return found;
  }
}
