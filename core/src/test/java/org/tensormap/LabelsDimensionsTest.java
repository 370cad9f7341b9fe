package org.tensormap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsDimensionsTest {
  private static final Labels LABELS =
      new Labels(List.of("a", "b", "c"), new int[][] {{1, 2, 3}, {4, 5, 6}});

  @Test
  void aDimensionIsInsertedAtItsPositionOrAppended() {
    assertThat(LABELS.insert(1, "new", new int[] {7, 8}))
        .isEqualTo(
            new Labels(List.of("a", "new", "b", "c"), new int[][] {{1, 7, 2, 3}, {4, 8, 5, 6}}));
    assertThat(LABELS.append("new", new int[] {7, 8}))
        .isEqualTo(
            new Labels(List.of("a", "b", "c", "new"), new int[][] {{1, 2, 3, 7}, {4, 5, 6, 8}}));
  }

  @Test
  void aDimensionThatDoesNotFitIsRejected() {
    assertThatThrownBy(() -> LABELS.insert(4, "new", new int[2]))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("index 4 is out of bounds");
    assertThatThrownBy(() -> LABELS.insert(0, "a", new int[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 'a' multiple times");
    assertThatThrownBy(() -> LABELS.append("not valid", new int[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'not valid' is not a valid label dimension");
    assertThatThrownBy(() -> LABELS.append("new", new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the new `values` contains 3 entries, but the Labels contains 2");
  }

  @Test
  void dimensionsArePermutedWithNegativePositionsFromTheEnd() {
    assertThat(LABELS.permute(2, 0, -2))
        .isEqualTo(new Labels(List.of("c", "a", "b"), new int[][] {{3, 1, 2}, {6, 4, 5}}));
  }

  @Test
  void anOrderThatIsNoPermutationIsRejected() {
    assertThatThrownBy(() -> LABELS.permute(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the length of `dimensions_indexes` (2) does not match the number of dimensions in the"
                + " Labels (3)");
    assertThatThrownBy(() -> LABELS.permute(0, 1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("out of range index 3 for labels dimensions (3)");
    assertThatThrownBy(() -> LABELS.permute(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 'b' multiple times");
  }

  @Test
  void aDimensionIsRemovedIfEntriesStayUnique() {
    assertThat(LABELS.remove("b"))
        .isEqualTo(new Labels(List.of("a", "c"), new int[][] {{1, 3}, {4, 6}}));

    Labels alike = new Labels(List.of("a", "b"), new int[][] {{0, 0}, {0, 1}});
    assertThatThrownBy(() -> alike.remove("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "can not have the same label entry multiple times: [0] is already present");
    assertThatThrownBy(() -> alike.remove("c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'c' not found in the dimensions of these Labels");
  }

  @Test
  void noEntriesAreLeftWithoutTheOnlyDimension() {
    assertThat(Labels.range("a", 3).remove("a")).isEqualTo(Labels.empty(List.of()));
    assertThat(Labels.empty(List.of("a")).remove("a")).isEqualTo(Labels.empty(List.of()));
  }

  @Test
  void aDimensionIsRenamed() {
    assertThat(LABELS.rename("b", "new"))
        .isEqualTo(new Labels(List.of("a", "new", "c"), new int[][] {{1, 2, 3}, {4, 5, 6}}));
    assertThatThrownBy(() -> LABELS.rename("b", "c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 'c' multiple times");
  }
}
