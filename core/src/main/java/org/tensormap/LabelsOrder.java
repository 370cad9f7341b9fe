package org.tensormap;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The lexicographic order of the entries of labels. */
public final class LabelsOrder {
  private LabelsOrder() {}

  /**
   * Sorts entries, without moving them.
   *
   * @param labels the labels
   * @return the position of the smallest entry, then of the next, …
   */
  public static int[] of(Labels labels) {
    return of(labels.rows());
  }

  /** The positions of rows in lexicographic order; rows that are equal stay in order. */
  static int[] of(LabelsRows rows) {
    if (rows.strictlyIncrease()) {
      return IntStream.range(0, rows.count).toArray();
    }
    RowCodes codes = RowCodes.of(rows);
    int positionBits = Integer.SIZE - Integer.numberOfLeadingZeros(rows.count);
    return codes.exact() && codes.cells() <= Long.MAX_VALUE >>> positionBits
        ? byCode(rows, codes, positionBits)
        : byComparison(rows);
  }

  /** Sorts one number per row, made of the row's number and its position. */
  private static int[] byCode(LabelsRows rows, RowCodes codes, int positionBits) {
    long[] keys = new long[rows.count];
    codes.of(rows, 0, keys, rows.count);
    for (int row = 0; row < keys.length; row++) {
      keys[row] = (keys[row] << positionBits) | row;
    }
    Arrays.sort(keys);
    long position = (1L << positionBits) - 1;
    return Arrays.stream(keys).mapToInt(key -> (int) (key & position)).toArray();
  }

  private static int[] byComparison(LabelsRows rows) {
    Comparator<Integer> order = rows::compare;
    return IntStream.range(0, rows.count)
        .boxed()
        .sorted(order)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
