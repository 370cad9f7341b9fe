package org.tensormap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ReadOnlyBufferException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
  private static final Labels LABELS =
      new Labels(List.of("system", "atom"), new int[][] {{0, 3}, {2, -1}, {1, 3}});

  @Test
  void entriesHaveTheirValuesByPositionAndName() {
    assertThat(LABELS.names()).containsExactly("system", "atom");
    assertThat(LABELS.size()).isEqualTo(3);
    assertThat(LABELS.dimensions()).isEqualTo(2);
    assertThat(LABELS.get(1, 1)).isEqualTo(-1);
    assertThat(LABELS.column("atom")).containsExactly(3, -1, 3);
    LabelsEntry entry = LABELS.entry(1);
    assertThat(entry.names()).isEqualTo(LABELS.names());
    assertThat(entry.size()).isEqualTo(2);
    assertThat(entry.values()).containsExactly(2, -1);
    assertThat(entry.get(0)).isEqualTo(2);
    assertThat(entry.get("atom")).isEqualTo(-1);
    assertThat(entry).hasToString("LabelsEntry(system=2, atom=-1)");
    assertThat(entry.print()).isEqualTo("(system=2, atom=-1)");
  }

  @Test
  void valuesAreCopiedAndCanNotBeChanged() {
    int[] values = {1, 2};
    Labels labels = new Labels(List.of("a"), values);
    values[0] = 100;

    assertThat(labels.get(0, 0)).isEqualTo(1);
    assertThatThrownBy(() -> labels.values().put(0, 7)).isInstanceOf(ReadOnlyBufferException.class);
    labels.entry(0).values()[0] = 7;
    labels.column("a")[0] = 7;
    assertThat(labels.get(0, 0)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "a b", "a-b", "é", "a.b", "'"})
  void namesThatAreNoIdentifiersAreRefused(String name) {
    assertThatThrownBy(() -> new Labels(List.of("ok", name), new int[][] {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + name + "' is not a valid label dimension");
  }

  @Test
  void repeatedNamesAreRefused() {
    assertThatThrownBy(() -> new Labels(List.of("a", "b", "a"), new int[][] {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label dimensions must be unique, got 'a' multiple times in [a, b, a]");
  }

  @Test
  void rowsOfAnotherLengthAreRefused() {
    assertThatThrownBy(() -> new Labels(List.of("a", "b"), new int[][] {{1, 2}, {3}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("entry 1 has 1 values [3], but there are 2 names: [a, b]");
    assertThatThrownBy(() -> new Labels(List.of("a", "b"), new int[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the number of label values, 3, is not a multiple of the number of names, 2: [a, b]");
    assertThatThrownBy(() -> new Labels(List.of(), new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the number of label values, 1, is not a multiple");
  }

  @Test
  void repeatedEntriesAreRefusedWithTheEntry() {
    assertThatThrownBy(() -> new Labels(List.of("a", "b"), new int[][] {{1, 2}, {0, 1}, {1, 2}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("can not have the same label entry multiple times: [1, 2]")
        .hasMessageContaining("[a, b]");
    assertThatThrownBy(() -> new Labels(List.of("a"), new int[] {5, 5}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[5] is already present");
  }

  @Test
  void aRepeatedEntryIsFoundAmongMany() {
    int[][] rows = new int[50_000][];
    Random random = new Random(3);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new int[] {random.nextInt(), i, random.nextInt(3)};
    }
    Labels labels = new Labels(List.of("a", "b", "c"), rows);
    for (int i = 0; i < rows.length; i += 997) {
      assertThat(labels.position(rows[i])).hasValue(i);
    }
    rows[40_000] = rows[123].clone();

    assertThatThrownBy(() -> new Labels(List.of("a", "b", "c"), rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple times");
  }

  @Test
  void positionsOfEntriesAreFoundOrEmpty() {
    assertThat(LABELS.position(1, 3)).hasValue(2);
    assertThat(LABELS.position(3, 1)).isEmpty();
    assertThat(LABELS.contains(2, -1)).isTrue();
    assertThat(LABELS.contains(2, 1)).isFalse();
    Labels other = new Labels(List.of("system", "atom"), new int[][] {{1, 3}, {9, 9}});
    assertThat(LABELS.position(other.entry(0))).hasValue(2);
    assertThat(LABELS.contains(other.entry(1))).isFalse();
    assertThat(Labels.empty(List.of("a")).contains(0)).isFalse();
  }

  @Test
  void entriesThatAreNotThereAreNotTaken() {
    Labels labels = Labels.range("a", 3);
    assertThat(labels.entries(2, 0)).isEqualTo(new Labels(List.of("a"), new int[][] {{2}, {0}}));
    for (int position : new int[] {-1, 3}) {
      assertThatThrownBy(() -> labels.entries(0, position))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("entry " + position + " is out of bounds: these labels have 3 entries");
    }
  }

  @Test
  void entriesWithOtherDimensionsAreRefused() {
    assertThatThrownBy(() -> LABELS.position(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an entry of labels with dimensions [system, atom] has 2 values, got 1: [1]");
    Labels other = new Labels(List.of("atom", "system"), new int[][] {{3, 0}});
    assertThatThrownBy(() -> LABELS.position(other.entry(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(atom=3, system=0)")
        .hasMessageContaining("[system, atom]");
    assertThatThrownBy(() -> LABELS.column("pair"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'pair' not found in the dimensions of these Labels, which are [system, atom]");
    assertThatThrownBy(() -> LABELS.entry(0).get("pair"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'pair' not found");
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "3, 0", "0, -1", "0, 2"})
  void positionsBeyondTheLabelsAreRefused(int entry, int dimension) {
    assertThatThrownBy(() -> LABELS.get(entry, dimension))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining(" is out of bounds: these labels have ");
  }

  @Test
  void iterationGivesTheEntriesInOrder() {
    assertThat(LABELS).containsExactly(LABELS.entry(0), LABELS.entry(1), LABELS.entry(2));
    Iterator<LabelsEntry> iterator = Labels.empty(List.of("a")).iterator();
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void labelsAreEqualIfNamesAndEntriesAreInTheSameOrder() {
    Labels same = new Labels(List.of("system", "atom"), new int[] {0, 3, 2, -1, 1, 3});
    Labels otherNames = new Labels(List.of("system", "center"), new int[] {0, 3, 2, -1, 1, 3});
    Labels otherOrder = new Labels(List.of("system", "atom"), new int[] {2, -1, 0, 3, 1, 3});

    assertThat(same).isEqualTo(LABELS).hasSameHashCodeAs(LABELS);
    assertThat(otherNames).isNotEqualTo(LABELS);
    assertThat(otherOrder).isNotEqualTo(LABELS);
    assertThat(same.entry(1)).isEqualTo(LABELS.entry(1)).hasSameHashCodeAs(LABELS.entry(1));
    assertThat(otherNames.entry(1)).isNotEqualTo(LABELS.entry(1));
    assertThat(otherOrder.entry(1)).isEqualTo(LABELS.entry(0));
    assertThat(Labels.empty(List.of("a"))).isNotEqualTo(Labels.empty(List.of("b")));
  }

  @Test
  void rangeSingleAndEmptyAreWhatTheirNamesSay() {
    assertThat(Labels.range("n", 3)).isEqualTo(new Labels(List.of("n"), new int[] {0, 1, 2}));
    assertThat(Labels.range("n", 0)).isEqualTo(Labels.empty(List.of("n")));
    assertThat(Labels.single()).isEqualTo(new Labels(List.of("_"), new int[] {0}));
    assertThat(Labels.empty(List.of()).dimensions()).isZero();
    assertThatThrownBy(() -> Labels.range("n", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void shortLabelsArePrintedWhole() {
    Labels labels = new Labels(List.of("a"), new int[] {-1, -2, 0, 1, 2});

    assertThat(labels.print(5, 2)).isEqualTo(" a\n   -1\n   -2\n   0\n   1\n   2");
    assertThat(labels.print(-1, 0)).isEqualTo(" a\n -1\n -2\n 0\n 1\n 2");
  }

  @Test
  void longLabelsArePrintedWithAGap() {
    int[][] rows = {
      {4, 2}, {0, 3}, {2, 4}, {1, 3}, {0, 2}, {5, -1}, {2, 0}, {1, 5}, {4, 4}, {5, -2}
    };
    Labels labels = new Labels(List.of("a", "b"), rows);

    assertThat(labels.print(5, 2))
        .isEqualTo(" a  b\n   4  2\n   0  3\n   2  4\n      ...\n   4  4\n   5  -2");
    assertThat(labels)
        .hasToString("Labels\n    a  b\n    4  2\n    0  3\n       ...\n    4  4\n    5  -2");
  }
}
