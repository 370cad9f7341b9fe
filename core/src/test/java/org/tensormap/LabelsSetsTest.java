package org.tensormap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsSetsTest {
  private static final Labels FIRST =
      new Labels(List.of("a", "b"), new int[][] {{2, 3}, {0, 1}, {1, 2}});
  private static final Labels SECOND =
      new Labels(List.of("a", "b"), new int[][] {{1, 2}, {5, 5}, {2, 3}, {0, 0}});

  @Test
  void unionKeepsTheFirstEntriesAndAddsTheNewOnes() {
    LabelsMapping union = FIRST.unionAndMapping(SECOND);

    assertThat(union.labels())
        .isEqualTo(
            new Labels(List.of("a", "b"), new int[][] {{2, 3}, {0, 1}, {1, 2}, {5, 5}, {0, 0}}));
    assertThat(union.first()).isEqualTo(IntBuffer.wrap(new int[] {0, 1, 2}));
    assertThat(union.second()).isEqualTo(IntBuffer.wrap(new int[] {2, 3, 0, 4}));
    assertThat(FIRST.union(SECOND)).isEqualTo(union.labels());
  }

  @Test
  void intersectionFollowsTheOrderOfTheSmallerLabels() {
    LabelsMapping intersection = SECOND.intersectionAndMapping(FIRST);

    assertThat(intersection.labels())
        .isEqualTo(new Labels(List.of("a", "b"), new int[][] {{2, 3}, {1, 2}}));
    assertThat(intersection.first()).isEqualTo(IntBuffer.wrap(new int[] {1, -1, 0, -1}));
    assertThat(intersection.second()).isEqualTo(IntBuffer.wrap(new int[] {0, -1, 1}));
    assertThat(FIRST.intersection(SECOND)).isEqualTo(intersection.labels());
  }

  @Test
  void differenceKeepsTheOrder() {
    LabelsDifference difference = SECOND.differenceAndMapping(FIRST);

    assertThat(difference.labels())
        .isEqualTo(new Labels(List.of("a", "b"), new int[][] {{5, 5}, {0, 0}}));
    assertThat(difference.first()).isEqualTo(IntBuffer.wrap(new int[] {-1, 0, -1, 1}));
    assertThat(SECOND.difference(FIRST)).isEqualTo(difference.labels());
  }

  @Test
  void selectionOfAllDimensionsFollowsTheSelectionElseTheLabels() {
    assertThat(FIRST.select(SECOND)).containsExactly(2, 0);

    Labels some = new Labels(List.of("b"), new int[][] {{3}, {7}, {1}});
    assertThat(FIRST.select(some)).containsExactly(0, 1);

    Labels swapped = new Labels(List.of("b", "a"), new int[][] {{2, 1}, {3, 2}});
    assertThat(FIRST.select(swapped)).containsExactly(0, 2);
  }

  @Test
  void everythingMatchesASelectionWithoutDimensions() {
    assertThat(FIRST.select(Labels.empty(List.of()))).containsExactly(0, 1, 2);
  }

  @Test
  void emptyLabelsAreFine() {
    Labels empty = Labels.empty(List.of("a", "b"));

    assertThat(empty.union(FIRST)).isEqualTo(FIRST);
    assertThat(FIRST.union(empty)).isEqualTo(FIRST);
    assertThat(FIRST.intersection(empty)).isEqualTo(empty);
    assertThat(FIRST.difference(empty)).isEqualTo(FIRST);
    assertThat(empty.difference(FIRST)).isEqualTo(empty);
    assertThat(FIRST.select(empty)).isEmpty();
    assertThat(empty.select(FIRST)).isEmpty();
    assertThat(empty.select(Labels.range("other", 2))).isEmpty();
  }

  @Test
  void labelsWithOtherNamesAreRejected() {
    Labels other = new Labels(List.of("a", "c"), new int[][] {{0, 1}});

    assertThatThrownBy(() -> FIRST.union(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "can not take the union of these Labels, they have different dimensions: [a, b], and"
                + " [a, c]");
    assertThatThrownBy(() -> FIRST.intersection(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("intersection");
    assertThatThrownBy(() -> FIRST.difference(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("difference");
    assertThatThrownBy(() -> FIRST.select(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'c' in selection is not part of these Labels, which have [a, b]");
  }

  /** Small ranges are looked up in cells, larger ones by exact numbers, huge ones by hashes. */
  @ParameterizedTest
  @CsvSource({
    "1, 3000",
    "1, 2000000000",
    "2, 50",
    "2, 60000",
    "2, 2000000000",
    "3, 12",
    "3, 2000000000",
    "5, 5"
  })
  void agreesWithMapsOfLists(int dimensions, int range) {
    Random random = new Random(dimensions * 31L + range);
    List<String> names = List.of("a", "b", "c", "d", "e").subList(0, dimensions);
    Map<List<Integer>, Integer> first = randomEntries(random, dimensions, range, 1500);
    Map<List<Integer>, Integer> second = randomEntries(random, dimensions, range, 700);
    first.keySet().stream().limit(300).forEach(entry -> second.putIfAbsent(entry, second.size()));
    Labels firstLabels = labels(names, first);
    Labels secondLabels = labels(names, second);

    Map<List<Integer>, Integer> union = new LinkedHashMap<>(first);
    second.keySet().forEach(entry -> union.putIfAbsent(entry, union.size()));
    LabelsMapping unionMapping = firstLabels.unionAndMapping(secondLabels);
    assertThat(unionMapping.labels()).isEqualTo(labels(names, union));
    assertThat(unionMapping.second()).isEqualTo(positions(second, union));

    Map<List<Integer>, Integer> common = new LinkedHashMap<>();
    second.keySet().stream()
        .filter(first::containsKey)
        .forEach(entry -> common.put(entry, common.size()));
    LabelsMapping intersection = firstLabels.intersectionAndMapping(secondLabels);
    assertThat(intersection.labels()).isEqualTo(labels(names, common));
    assertThat(intersection.first()).isEqualTo(positions(first, common));
    assertThat(intersection.second()).isEqualTo(positions(second, common));

    Map<List<Integer>, Integer> rest = new LinkedHashMap<>();
    first.keySet().stream()
        .filter(entry -> !second.containsKey(entry))
        .forEach(entry -> rest.put(entry, rest.size()));
    LabelsDifference difference = firstLabels.differenceAndMapping(secondLabels);
    assertThat(difference.labels()).isEqualTo(labels(names, rest));
    assertThat(difference.first()).isEqualTo(positions(first, rest));

    assertThat(firstLabels.select(secondLabels))
        .containsExactly(common.keySet().stream().mapToInt(first::get).toArray());
  }

  @ParameterizedTest
  @CsvSource({"1, 9000", "1, 2000000000", "2, 60000", "3, 2000000000"})
  void aRepeatedEntryIsFoundWhereverItIs(int dimensions, int range) {
    Random random = new Random(range);
    List<String> names = List.of("a", "b", "c").subList(0, dimensions);
    Labels labels = labels(names, randomEntries(random, dimensions, range, 1200));
    int[] values = new int[labels.size() * dimensions];
    labels.values().get(values);
    System.arraycopy(values, 17 * dimensions, values, 901 * dimensions, dimensions);

    assertThatThrownBy(() -> new Labels(names, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("can not have the same label entry multiple times")
        .hasMessageContaining(labels.entry(17).get(0) + "");
  }

  private static Map<List<Integer>, Integer> randomEntries(
      Random random, int dimensions, int range, int count) {
    Map<List<Integer>, Integer> entries = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      List<Integer> entry = new ArrayList<>();
      for (int column = 0; column < dimensions; column++) {
        entry.add(random.nextInt(range) - range / 3);
      }
      entries.putIfAbsent(entry, entries.size());
    }
    return entries;
  }

  private static Labels labels(List<String> names, Map<List<Integer>, Integer> entries) {
    int[][] rows =
        entries.keySet().stream()
            .map(entry -> entry.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    return new Labels(names, rows);
  }

  private static IntBuffer positions(
      Map<List<Integer>, Integer> of, Map<List<Integer>, Integer> in) {
    return IntBuffer.wrap(of.keySet().stream().mapToInt(e -> in.getOrDefault(e, -1)).toArray());
  }
}
