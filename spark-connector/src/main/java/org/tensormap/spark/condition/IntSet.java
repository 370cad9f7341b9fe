package org.tensormap.spark.condition;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A set of 32-bit integers, as intervals in ascending order with gaps between them. */
public final class IntSet implements Serializable {
  /** No integers. */
  public static final IntSet NONE = new IntSet(new int[0], new int[0]);

  /** All integers. */
  public static final IntSet ALL = range(Integer.MIN_VALUE, Integer.MAX_VALUE);

  /** The first value of each interval. */
  private final int[] firsts;

  /** The last value of each interval. */
  private final int[] lasts;

  private IntSet(int[] firsts, int[] lasts) {
    this.firsts = firsts;
    this.lasts = lasts;
  }

  /**
   * Returns all integers between two, both included.
   *
   * @param first the least of them
   * @param last the greatest of them
   * @return the integers; none if the first one is greater
   * @throws ArithmeticException if one of the two has more than 32 bits
   */
  public static IntSet range(long first, long last) {
    return first > last
        ? NONE
        : new IntSet(new int[] {Math.toIntExact(first)}, new int[] {Math.toIntExact(last)});
  }

  /**
   * Returns some integers.
   *
   * @param values the integers, in any order
   * @return the set
   */
  public static IntSet of(int... values) {
    int[] sorted = values.clone();
    Arrays.sort(sorted);
    Intervals intervals = new Intervals();
    for (int value : sorted) {
      intervals.add(value, value);
    }
    return intervals.toSet();
  }

  /**
   * Returns all integers that are in at least one of some sets.
   *
   * @param sets the sets
   * @return their union
   */
  public static IntSet union(List<IntSet> sets) {
    List<int[]> sorted = new ArrayList<>();
    for (IntSet set : sets) {
      for (int i = 0; i < set.firsts.length; i++) {
        sorted.add(new int[] {set.firsts[i], set.lasts[i]});
      }
    }
    sorted.sort(Comparator.comparingInt(interval -> interval[0]));
    Intervals intervals = new Intervals();
    sorted.forEach(interval -> intervals.add(interval[0], interval[1]));
    return intervals.toSet();
  }

  /**
   * Counts the integers.
   *
   * @return how many there are
   */
  public long size() {
    return IntStream.range(0, firsts.length).mapToLong(i -> (long) lasts[i] - firsts[i] + 1).sum();
  }

  /**
   * Tells whether there are no integers.
   *
   * @return whether the set is empty
   */
  public boolean isEmpty() {
    return firsts.length == 0;
  }

  /**
   * Returns the least integer of a set that is not empty.
   *
   * @return the least one
   */
  public int min() {
    return firsts[0];
  }

  /**
   * Returns the greatest integer of a set that is not empty.
   *
   * @return the greatest one
   */
  public int max() {
    return lasts[lasts.length - 1];
  }

  int intervalCount() {
    return firsts.length;
  }

  int first(int interval) {
    return firsts[interval];
  }

  int last(int interval) {
    return lasts[interval];
  }

  /**
   * Tells whether an integer is in the set.
   *
   * @param value the integer
   * @return whether it is
   */
  public boolean contains(int value) {
    if (firsts.length == 1) {
      return firsts[0] <= value && value <= lasts[0];
    }
    int interval = intervalAt(value);
    return interval >= 0 && value <= lasts[interval];
  }

  /**
   * Tells whether two sets have an integer in common.
   *
   * @param other the other set
   * @return whether they have
   */
  public boolean intersects(IntSet other) {
    return !intersection(other).isEmpty();
  }

  /**
   * Tells whether all integers of another set are in this one.
   *
   * @param other the other set
   * @return whether they are
   */
  public boolean containsAll(IntSet other) {
    for (int i = 0; i < other.firsts.length; i++) {
      int interval = intervalAt(other.firsts[i]);
      if (interval < 0 || other.lasts[i] > lasts[interval]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns all integers that are not in the set.
   *
   * @return the others
   */
  public IntSet complement() {
    Intervals intervals = new Intervals();
    long next = Integer.MIN_VALUE;
    for (int i = 0; i < firsts.length; i++) {
      intervals.add(next, firsts[i] - 1L);
      next = lasts[i] + 1L;
    }
    intervals.add(next, Integer.MAX_VALUE);
    return intervals.toSet();
  }

  /**
   * Returns the integers that two sets have in common.
   *
   * @param other the other set
   * @return their intersection
   */
  public IntSet intersection(IntSet other) {
    Intervals intervals = new Intervals();
    for (int i = 0, j = 0; i < firsts.length && j < other.firsts.length; ) {
      intervals.add(Math.max(firsts[i], other.firsts[j]), Math.min(lasts[i], other.lasts[j]));
      if (lasts[i] < other.lasts[j]) {
        i++;
      } else {
        j++;
      }
    }
    return intervals.toSet();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntSet set
        && Arrays.equals(firsts, set.firsts)
        && Arrays.equals(lasts, set.lasts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(firsts) + Arrays.hashCode(lasts);
  }

  /** For example {@code {1, 3..5}}. */
  @Override
  public String toString() {
    List<String> intervals = new ArrayList<>();
    for (int i = 0; i < firsts.length; i++) {
      intervals.add(firsts[i] == lasts[i] ? "" + firsts[i] : firsts[i] + ".." + lasts[i]);
    }
    return intervals.stream().collect(Collectors.joining(", ", "{", "}"));
  }

  /** The last interval that does not begin behind a value; -1 if all do. */
  private int intervalAt(int value) {
    int found = Arrays.binarySearch(firsts, value);
    return found >= 0 ? found : -found - 2;
  }

  /** Intervals in the making, added in ascending order. */
  private static final class Intervals {
    private int[] firsts = new int[4];
    private int[] lasts = new int[4];
    private int count;

    void add(long first, long last) {
      if (first > last) {
        return;
      }
      if (count > 0 && first <= lasts[count - 1] + 1L) {
        lasts[count - 1] = (int) Math.max(lasts[count - 1], last);
        return;
      }
      if (count == firsts.length) {
        firsts = Arrays.copyOf(firsts, 2 * count);
        lasts = Arrays.copyOf(lasts, 2 * count);
      }
      firsts[count] = (int) first;
      lasts[count] = (int) last;
      count++;
    }

    IntSet toSet() {
      return new IntSet(Arrays.copyOf(firsts, count), Arrays.copyOf(lasts, count));
    }
  }
}
