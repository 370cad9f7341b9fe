package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensormap.Labels;
import org.tensormap.LabelsDifference;
import org.tensormap.LabelsMapping;

class LabelsClassTest extends ClassesTest {
  /**
   * Small ranges become one number for a row; with extreme values, three columns and more do not
   * fit and are ranked first.
   */
  @ParameterizedTest
  @CsvSource({
    "1, false",
    "2, false",
    "3, false",
    "5, false",
    "1, true",
    "2, true",
    "3, true",
    "4, true"
  })
  void setOperationsAreThoseOfTheLibrary(int dimensions, boolean extreme) {
    Random random = new Random(dimensions);
    IntSupplier values =
        extreme
            ? () -> new int[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}[random.nextInt(4)]
            : () -> random.nextInt(-3, 4);
    List<Labels> all =
        List.of(
            labels(dimensions, 60, values),
            labels(dimensions, 40, values),
            labels(dimensions, 1, values),
            labels(dimensions, 0, values));
    for (Labels first : all) {
      for (Labels second : all) {
        assertSetOperations(first, second);
      }
    }
  }

  private void assertSetOperations(Labels first, Labels second) {
    LabelsMapping union = first.unionAndMapping(second);
    assertMapped(callForList("union", first, second), union);
    LabelsMapping intersection = first.intersectionAndMapping(second);
    assertMapped(callForList("intersection", first, second), intersection);
    LabelsDifference difference = first.differenceAndMapping(second);
    List<?> results = callForList("difference", first, second);
    assertThat(results.get(0)).isEqualTo(difference.labels());
    assertMapping(results.get(1), difference.first());
    assertMapping(call("select", first, second), IntBuffer.wrap(first.select(second)));
  }

  private static void assertMapped(List<?> results, LabelsMapping expected) {
    assertThat(results.get(0)).isEqualTo(expected.labels());
    assertMapping(results.get(1), expected.first());
    assertMapping(results.get(2), expected.second());
  }

  private static void assertMapping(Object result, IntBuffer expected) {
    long[] positions = new long[expected.remaining()];
    Arrays.setAll(positions, expected::get);
    assertThat(((NDArray) result).toLongArray()).containsExactly(positions);
  }

  @Test
  void entriesAreSelectedBySomeOfTheirDimensions() {
    Labels labels =
        new Labels(
            List.of("a", "b", "c"), new int[][] {{5, 1, 0}, {0, 1, 0}, {5, 2, 9}, {5, 3, 0}});
    Labels selection = new Labels(List.of("c", "a"), new int[][] {{0, 5}, {9, 9}, {0, 7}});
    assertMapping(call("select", labels, selection), IntBuffer.wrap(new int[] {0, 3}));
    assertMapping(call("select", labels, Labels.empty(List.of("b"))), IntBuffer.allocate(0));
  }

  @Test
  void selectionByAnUnknownDimensionIsRefused() {
    assertRaises("ValueError", "select", TABLE, new Labels(List.of("x"), new int[][] {{1}}))
        .hasMessageContaining("'x' in selection is not part of these Labels");
  }

  @Test
  void setsOfOtherDimensionsAreRefused() {
    assertRaises("ValueError", "union", TABLE, Labels.range("a", 2))
        .hasMessageContaining("different dimensions: [\"a\", \"b\"], and [\"a\"]");
  }

  @Test
  void repeatedEntriesAreRefusedWithTheEntry() {
    assertRepeated(new int[][] {{1}, {2}, {2}}, "[2]");
    assertRepeated(new int[][] {{1, -7}, {0, 3}, {1, -7}}, "[1, -7]");
    int low = Integer.MIN_VALUE;
    int high = Integer.MAX_VALUE;
    assertRepeated(
        new int[][] {{high, low, 0}, {low, high, high}, {high, low, 0}},
        "[2147483647, -2147483648, 0]");
  }

  @Test
  void repeatedEntryBeforeTheFirstUnsortedOneIsTheOneThatIsNamed() {
    assertRepeated(new int[][] {{4}, {5}, {5}, {0}, {0}}, "[5]");
    assertRepeated(new int[][] {{5}, {4}, {5}, {1}, {1}}, "[1]");
  }

  private void assertRepeated(int[][] rows, String entry) {
    List<String> names = List.of("a", "b", "c").subList(0, rows[0].length);
    assertRaises("ValueError", "labels", names, ints(rows))
        .hasMessageContaining("the same label entry multiple times: " + entry + " is already");
  }

  @Test
  void namesAreAStringAListOrATuple() {
    List<?> labels =
        callForList(
            "ways_to_name",
            ints(new int[][] {{4}, {2}}),
            ints(new int[][] {{4, 2}}),
            host.create(new Shape(0, 0), DataType.INT32));
    assertThat(labels)
        .extracting(one -> ((Labels) one).names())
        .containsExactly(List.of("first"), List.of("first", "second"), List.of("first"), List.of());
  }

  @ParameterizedTest
  @CsvSource({"two words", "0", "''", "a.b"})
  void namesThatAreNoIdentifiersAreRefused(String name) {
    assertRaises("ValueError", "labels", List.of(name), ints(new int[][] {{0}}))
        .hasMessageContaining("'" + name + "' is not a valid label name");
  }

  @Test
  void namesAndColumnsMustFit() {
    assertRaises("ValueError", "labels", List.of("a", "a"), ints(new int[][] {{0, 1}}))
        .hasMessageContaining("label dimensions must be unique, got 'a' multiple times");
    assertRaises("ValueError", "labels", List.of("a"), ints(new int[][] {{0, 1}}))
        .hasMessageContaining("the names must have an entry for each column of the array");
    assertRaises("ValueError", "labels", List.of("a"), host.create(new int[] {0, 1}))
        .hasMessageContaining("Labels values must be a 2D Tensor");
  }

  @Test
  void valuesOfLabelsAreIntegers() {
    Object labels = call("labels", List.of("a"), host.create(new long[] {7, 9}, new Shape(2, 1)));
    assertThat(labels).isEqualTo(new Labels(List.of("a"), new int[][] {{7}, {9}}));
    assertRaises("ValueError", "labels", List.of("a"), array(host, 2, 1))
        .hasMessageContaining("Labels values must be a Tensor of 32-bit integers");
  }

  @Test
  void positionsAreFoundByListTupleTensorAndEntry() {
    assertThat(callForList("positions", TABLE, host.create(new int[] {0, 7})))
        .isEqualTo(List.of(1L, 1L, 1L, 1L));
    assertThat(callForList("positions", TABLE, host.create(new int[] {3, -2})))
        .isEqualTo(Arrays.asList(null, null, null, null));
  }

  @Test
  void positionOfWhatIsNoEntryIsRefused() {
    assertRaises("ValueError", "position_of_one", TABLE)
        .hasMessageContaining("expected label of size 2")
        .hasMessageContaining("got size 1");
    assertRaises("TypeError", "position_of_text", TABLE).hasMessageContaining("got 'str' instead");
  }

  @Test
  void entriesArePrinted() {
    assertThat(callForList("texts_of_entries", TABLE))
        .isEqualTo(List.of("(a=0, b=7)", "LabelsEntry(a=3, b=-1) 6", "7"));
  }

  @Test
  void entryBeyondTheEndIsAnIndexError() {
    assertRaises("IndexError", "entry_beyond_the_end", TABLE)
        .hasMessageContaining("out of range for tensor of size [2, 2] at dimension 0");
  }

  @Test
  void namesThatAModelChangesAreItsOwn() {
    assertThat(call("names_that_were_changed", TABLE)).isEqualTo(List.of("a", "b"));
  }

  @Test
  void dimensionsAreInsertedPermutedAndRenamed() {
    NDArray column = host.create(new long[] {5, 6});
    assertThat(callForList("edited", TABLE, column))
        .isEqualTo(
            List.of(
                new Labels(List.of("a", "new", "b"), new int[][] {{3, 5, -1}, {0, 6, 7}}),
                new Labels(List.of("b", "new", "a"), new int[][] {{-1, 5, 3}, {7, 6, 0}}),
                new Labels(List.of("a", "old", "b"), new int[][] {{3, 5, -1}, {0, 6, 7}}),
                new Labels(List.of("a", "b", "last"), new int[][] {{3, -1, 5}, {0, 7, 6}})));
    assertRaises("ValueError", "edited", TABLE, host.create(new long[] {5}))
        .hasMessageContaining("the new `values` contains 1 entries, but the Labels contains 2");
  }

  @Test
  void permutationsNameEachDimensionOnce() {
    assertRaises("ValueError", "permuted", TABLE, List.of(0, 0))
        .hasMessageContaining("got 'a' multiple times");
    assertRaises("IndexError", "permuted", TABLE, List.of(0, 2))
        .hasMessageContaining("out of range index 2 for labels dimensions (2)");
    assertRaises("ValueError", "permuted", TABLE, List.of(0))
        .hasMessageContaining("(1) does not match the number of dimensions in the Labels (2)");
  }

  @Test
  void viewsOfOlderModelsAreLabels() {
    assertThat(call("legacy_view", TABLE))
        .isEqualTo(new Labels(List.of("b"), new int[][] {{-1}, {7}}));
    Labels repeated = new Labels(List.of("a", "b"), new int[][] {{0, 1}, {1, 1}});
    assertRaises("ValueError", "legacy_view", repeated).hasMessageContaining("[1] is already");
  }

  /** Distinct entries, at most so many. */
  private static Labels labels(int dimensions, int count, IntSupplier values) {
    List<String> names = List.of("a", "b", "c", "d", "e").subList(0, dimensions);
    List<List<Integer>> rows =
        Stream.generate(() -> IntStream.generate(values).limit(dimensions).boxed().toList())
            .limit(count)
            .distinct()
            .toList();
    return new Labels(
        names,
        rows.stream()
            .map(row -> row.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new));
  }
}
