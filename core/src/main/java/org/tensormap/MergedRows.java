package org.tensormap;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rows from several sources in one set of labels, and where each of them went. */
final class MergedRows {
  private final Labels labels;
  private final List<int[]> positions;

  private MergedRows(Labels labels, List<int[]> positions) {
    this.labels = labels;
    this.positions = positions;
  }

  /** The merged rows. */
  Labels labels() {
    return labels;
  }

  /** For each row of a source, its position in the merged rows. */
  int[] positions(int source) {
    return positions.get(source);
  }

  /**
   * Merges labels with the same names; equal entries become one.
   *
   * @param sort whether to sort the merged entries, else they are in the order in which they appear
   */
  static MergedRows of(List<Labels> sources, boolean sort) {
    Labels first = sources.get(0);
    boolean alike = sources.stream().allMatch(first::equals);
    if (alike && (!sort || first.rows().strictlyIncrease())) {
      int[] identity = IntStream.range(0, first.size()).toArray();
      return new MergedRows(first, sources.stream().map(source -> identity).toList());
    }
    return of(first.names(), sources.stream().map(Labels::hostValues).toList(), sort, false);
  }

  /**
   * Merges rows.
   *
   * @param names the names of the dimensions of all sources
   * @param sources row-major values
   * @param sort whether to sort the merged rows, else they are in the order in which they appear
   * @param distinct whether the caller knows that no two rows are equal
   */
  static MergedRows of(List<String> names, List<int[]> sources, boolean sort, boolean distinct) {
    int dimensions = names.size();
    int[] values = concatenated(sources);
    int count = dimensions == 0 ? 0 : values.length / dimensions;
    LabelsRows rows = new LabelsRows(values, dimensions, count);

    int[] target = IntStream.range(0, count).toArray();
    int[] origin = target;
    if (!distinct && !rows.strictlyIncrease()) {
      target = LabelsIndex.of(rows).find(rows);
      origin = numberFirsts(target);
    }
    if (sort) {
      LabelsRows merged = rows.at(origin);
      int[] order = LabelsOrder.of(merged);
      int[] rank = new int[order.length];
      int[] sortedOrigin = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        rank[order[i]] = i;
        sortedOrigin[i] = origin[order[i]];
      }
      target = Arrays.stream(target).map(i -> rank[i]).toArray();
      origin = sortedOrigin;
    }
    return new MergedRows(
        Labels.assumeUnique(names, rows.at(origin).values), split(target, sources, dimensions));
  }

  /**
   * Replaces the position of the first equal row by its number among such first rows, and returns
   * their positions.
   */
  private static int[] numberFirsts(int[] firstEqual) {
    int[] firsts = new int[firstEqual.length];
    int count = 0;
    for (int row = 0; row < firstEqual.length; row++) {
      if (firstEqual[row] == row) {
        firsts[count] = row;
        firstEqual[row] = count++;
      } else {
        firstEqual[row] = firstEqual[firstEqual[row]];
      }
    }
    return Arrays.copyOf(firsts, count);
  }

  private static int[] concatenated(List<int[]> sources) {
    int length = 0;
    for (int[] source : sources) {
      length = Math.addExact(length, source.length);
    }
    int[] all = new int[length];
    int next = 0;
    for (int[] source : sources) {
      System.arraycopy(source, 0, all, next, source.length);
      next += source.length;
    }
    return all;
  }

  private static List<int[]> split(int[] target, List<int[]> sources, int dimensions) {
    int[] next = {0};
    return sources.stream()
        .map(
            source -> {
              int start = next[0];
              next[0] += source.length / Math.max(1, dimensions);
              return Arrays.copyOfRange(target, start, next[0]);
            })
        .toList();
  }
}
