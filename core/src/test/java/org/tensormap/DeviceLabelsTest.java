package org.tensormap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code that runs on a GPU, here on the CPU; and on a GPU where there is one. */
class DeviceLabelsTest {
  private static final List<String> NAMES = List.of("a", "b", "c");

  private NDManager manager;

  @BeforeEach
  void openManager() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 50, 2_000_000_000})
  void agreesWithTheHeap(int range) {
    Labels first = random(new Random(range), range, 400);
    Labels second = mixed(first, random(new Random(range + 1), range, 300));
    Labels firstArray = onDevice(first);
    Labels secondArray = onDevice(second);

    assertSame(DeviceLabels.union(firstArray, secondArray), first.unionAndMapping(second));
    assertSame(
        DeviceLabels.intersection(firstArray, secondArray), first.intersectionAndMapping(second));
    assertSame(
        DeviceLabels.intersection(secondArray, firstArray), second.intersectionAndMapping(first));
    LabelsDifference difference = DeviceLabels.difference(firstArray, secondArray);
    assertThat(difference.labels()).isEqualTo(first.differenceAndMapping(second).labels());
    assertThat(difference.first()).isEqualTo(first.differenceAndMapping(second).first());

    assertSelects(firstArray, secondArray, first.select(second));
    Labels column = new Labels(List.of("b"), new int[][] {{first.get(3, 1)}, {first.get(9, 1)}});
    assertSelects(firstArray, onDevice(column), first.select(column));
    assertSelects(
        firstArray, onDevice(Labels.empty(List.of())), first.select(Labels.empty(List.of())));
  }

  @Test
  void emptyLabelsAreCombinedToo() {
    Labels some = random(new Random(1), 9, 20);
    Labels empty = Labels.empty(NAMES);

    assertThat(DeviceLabels.union(onDevice(some), onDevice(empty)).labels()).isEqualTo(some);
    assertThat(DeviceLabels.union(onDevice(empty), onDevice(some)).labels()).isEqualTo(some);
    assertThat(DeviceLabels.intersection(onDevice(empty), onDevice(some)).labels())
        .isEqualTo(empty);
    assertThat(DeviceLabels.difference(onDevice(some), onDevice(empty)).labels()).isEqualTo(some);
  }

  @Test
  void temporaryArraysAreClosed() {
    Labels first = onDevice(random(new Random(1), 9, 20));
    Labels second = onDevice(random(new Random(2), 9, 20));
    assertThat(manager.getManagedArrays()).hasSize(2);

    Labels union = DeviceLabels.union(first, second).labels();
    assertThat(manager.getManagedArrays()).hasSize(3);
    assertThat(union.get(0, 0)).isEqualTo(first.get(0, 0));
    assertThat(union.equals(first)).isFalse();
    assertThat(manager.getManagedArrays()).hasSize(3);

    DeviceLabels.select(first, second).close();
    DeviceLabels.columns(first.array(), new int[] {2, 0}).close();
    DeviceLabels.insert(first.array(), 1, new int[first.size()]).close();
    assertThat(manager.getManagedArrays()).hasSize(3);
  }

  @Test
  void dimensionsAreEditedOnTheDevice() {
    Labels labels = random(new Random(3), 9, 20);
    NDArray values = labels.values(manager);
    int[] column = new Random(4).ints(labels.size()).toArray();

    assertThat(
            Labels.assumeUnique(
                List.of("a", "x", "b", "c"), DeviceLabels.insert(values, 1, column)))
        .isEqualTo(labels.insert(1, "x", column));
    assertThat(
            Labels.assumeUnique(
                List.of("c", "a", "b"), DeviceLabels.columns(values, new int[] {2, 0, 1})))
        .isEqualTo(labels.permute(2, 0, 1));
    assertThat(DeviceLabels.column(onDevice(labels), 2, manager).toIntArray())
        .isEqualTo(labels.column("c"));
  }

  @Test
  void repeatedEntriesAreFoundOnTheDevice() {
    NDArray sorted = manager.create(new int[] {0, 1, 0, 2, 1, 0}, new Shape(3, 2));
    NDArray repeated = manager.create(new int[] {3, 1, 0, 2, 3, 1}, new Shape(3, 2));

    assertThat(new Labels(List.of("a", "b"), sorted).size()).isEqualTo(3);
    assertThatThrownBy(() -> new Labels(List.of("a", "b"), repeated))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "can not have the same label entry multiple times: [3, 1] is already present");
    assertThat(manager.getManagedArrays()).hasSize(2);
  }

  @Test
  void valuesThatAreNoLabelsAreRejected() {
    assertThatThrownBy(() -> new Labels(NAMES, manager.zeros(new Shape(2, 2), DataType.INT32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the values of labels with dimensions [a, b, c] have the shape (entries, 3), got (2,"
                + " 2)");
    assertThatThrownBy(() -> new Labels(NAMES, manager.zeros(new Shape(1, 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the values of labels are 32-bit integers, got float32");
    assertThatThrownBy(() -> new Labels(NAMES, manager.zeros(new Shape(3), DataType.INT32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the values of labels are a 2D array with the shape (entries, dimensions), got (3)");
  }

  @Test
  void integersOfAnotherSizeAreConverted() {
    NDArray longs = manager.create(new long[] {5, 6, 7}, new Shape(1, 3));

    assertThat(new Labels(NAMES, longs)).isEqualTo(new Labels(NAMES, new int[] {5, 6, 7}));
  }

  @Test
  void labelsOutliveTheirArrayOnlyIfTheyWereRead() {
    Labels read = onDevice(random(new Random(5), 9, 20));
    Labels unread = onDevice(random(new Random(6), 9, 20));
    int first = read.get(0, 0);
    manager.close();

    assertThat(read.get(0, 0)).isEqualTo(first);
    assertThatThrownBy(() -> unread.get(0, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gone with the manager that owned them");
  }

  @Test
  void labelsOnAGpuStayThere() {
    assumeThat(Engine.getEngine("PyTorch").getGpuCount()).isPositive();
    Labels first = random(new Random(1), 50, 400);
    Labels second = mixed(first, random(new Random(2), 50, 300));
    try (NDManager gpu = NDManager.newBaseManager(Device.gpu(), "PyTorch")) {
      Labels firstGpu = first.to(gpu);
      Labels secondGpu = new Labels(NAMES, second.values(gpu));
      assertThat(firstGpu.device()).isEqualTo(Device.gpu());

      assertThat(firstGpu.union(secondGpu).device()).isEqualTo(Device.gpu());
      assertSame(firstGpu.unionAndMapping(secondGpu), first.unionAndMapping(second));
      assertSame(firstGpu.intersectionAndMapping(secondGpu), first.intersectionAndMapping(second));
      assertThat(firstGpu.difference(secondGpu)).isEqualTo(first.difference(second));
      assertThat(firstGpu.select(secondGpu)).isEqualTo(first.select(second));
      assertThat(firstGpu.select(secondGpu, gpu).getDevice()).isEqualTo(Device.gpu());
      assertThat(firstGpu.permute(2, 1, 0)).isEqualTo(first.permute(2, 1, 0));
      assertThat(firstGpu.append("d", first.column("b")).device()).isEqualTo(Device.gpu());
      assertThat(firstGpu.column("b", gpu).toIntArray()).isEqualTo(first.column("b"));
      try (NDManager cpu = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
        assertThat(secondGpu.to(cpu)).isEqualTo(second);
      }
    }
  }

  private Labels onDevice(Labels labels) {
    return Labels.assumeUnique(labels.names(), labels.values(manager));
  }

  private void assertSelects(Labels labels, Labels selection, int[] expected) {
    try (NDArray selected = DeviceLabels.select(labels, selection)) {
      assertThat(DeviceLabels.ints(selected).array()).isEqualTo(expected);
    }
  }

  private static void assertSame(LabelsMapping actual, LabelsMapping expected) {
    assertThat(actual.labels()).isEqualTo(expected.labels());
    assertThat(actual.first()).isEqualTo(expected.first());
    assertThat(actual.second()).isEqualTo(expected.second());
  }

  private static Labels random(Random random, int range, int count) {
    int[][] rows =
        IntStream.range(0, count)
            .mapToObj(i -> random.ints(NAMES.size(), 0, range).boxed().toList())
            .distinct()
            .map(row -> row.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    return new Labels(NAMES, rows);
  }

  private static Labels mixed(Labels some, Labels others) {
    return others.union(new Labels(NAMES, Arrays.copyOf(some.hostValues(), 60)));
  }
}
