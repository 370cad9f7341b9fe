package org.tensormap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysMoveTest {
  private static final double FILL = 1.5;

  private final HostNDManager host = HostNDManager.newManager();

  @AfterEach
  void closeManager() {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void samplesGetThePartOfTheKeyThatIsMoved(boolean sort) {
    TensorMap map = new RandomMaps(1, host).map();
    TensorMap moved = map.keysToSamples(Labels.empty(List.of("neighbor")), FILL, sort);

    assertThat(moved.keys()).isEqualTo(new Labels(List.of("center"), new int[][] {{1}, {6}, {8}}));
    assertThat(moved.sampleNames()).containsExactly("system", "atom", "neighbor");
    assertThat(moved.info()).containsEntry("seed", "random");
    for (TensorBlock block : moved.blocks()) {
      assertThat(block.samples().rows().strictlyIncrease()).isEqualTo(sort);
    }
    assertThat(moved.block(0).properties())
        .isEqualTo(map.block(0).properties().union(map.block(1).properties()));
    for (int i = 0; i < map.size(); i++) {
      TensorBlock target = moved.block(i / 2);
      int neighbor = map.keys().get(i, 1);
      TensorBlock source = map.block(i);
      assertFound(source, target, sample -> with(sample, neighbor), property -> property);
    }
    assertFillsTheRest(moved.block(0), List.of(map.block(0), map.block(1)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void propertiesGetThePartOfTheKeyThatIsMoved(boolean sort) {
    TensorMap map = new RandomMaps(2, host).map();
    TensorMap moved = map.keysToProperties(Labels.empty(List.of("center")), FILL, sort);

    assertThat(moved.keys())
        .isEqualTo(new Labels(List.of("neighbor"), new int[][] {{1}, {6}, {8}}));
    assertThat(moved.propertyNames()).containsExactly("center", "n", "l");
    assertThat(moved.info()).containsEntry("seed", "random");
    for (int i = 0; i < map.size(); i++) {
      int center = map.keys().get(i, 0);
      TensorBlock target = moved.block(List.of(1, 6, 8).indexOf(map.keys().get(i, 1)));
      assertFound(map.block(i), target, sample -> sample, property -> before(center, property));
    }
    assertThat(moved.block(0).samples().rows().strictlyIncrease()).isEqualTo(sort);
    assertFillsTheRest(moved.block(0), List.of(map.block(0), map.block(3)));
  }

  @Test
  void allKeysAreMovedToOneBlock() {
    TensorMap map = new RandomMaps(3, host).alike().map();

    TensorMap properties = map.keysToProperties("center", "neighbor");
    assertThat(properties.keys()).isEqualTo(Labels.single());
    assertThat(properties.block().properties().size()).isEqualTo(6 * 5);
    TensorMap samples = map.keysToSamples("neighbor", "center");
    assertThat(samples.keys()).isEqualTo(Labels.single());
    assertThat(samples.block().shape()).isEqualTo(new Shape(6 * 11, 3, 5));
    assertThat(samples.sampleNames()).containsExactly("system", "atom", "neighbor", "center");
  }

  @Test
  void givenKeysDecideAboutTheProperties() {
    TensorMap map = new RandomMaps(4, host).alike().map();
    Labels given = new Labels(List.of("center"), new int[][] {{8}, {7}, {1}});

    TensorMap moved = map.keysToProperties(given, FILL, true);

    Labels old = map.block(0).properties();
    TensorBlock block = moved.block(0);
    assertThat(block.properties().size()).isEqualTo(3 * old.size());
    assertThat(block.properties().column("center"))
        .containsExactly(8, 8, 8, 8, 8, 7, 7, 7, 7, 7, 1, 1, 1, 1, 1);
    assertFound(map.block(0), block, sample -> sample, property -> before(1, property));
    assertThat(block.values().getDouble(0, 0, 0)).isEqualTo(FILL);
  }

  @Test
  void nothingButTheOrderOfSamplesChangesWhenNothingIsMoved() {
    TensorMap map = new RandomMaps(5, host).map();

    TensorMap moved = map.keysToSamples(Labels.empty(List.of()), 0, false);

    assertThat(moved.keys()).isEqualTo(map.keys());
    for (int i = 0; i < map.size(); i++) {
      assertFound(map.block(i), moved.block(i), sample -> sample, property -> property);
      assertThat(moved.block(i).samples()).isEqualTo(map.block(i).samples());
    }
  }

  @Test
  void componentsBecomeProperties() {
    TensorMap map = new RandomMaps(6, host).map();

    TensorMap moved = map.componentsToProperties("m");

    assertThat(moved.propertyNames()).containsExactly("m", "n", "l");
    TensorBlock source = map.block(0);
    TensorBlock target = moved.block(0);
    assertThat(target.shape()).isEqualTo(new Shape(3, 6));
    assertThat(target.properties().column("m")).containsExactly(-1, -1, 0, 0, 1, 1);
    assertThat(target.values().getDouble(2, 3)).isEqualTo(source.values().getDouble(2, 1, 1));
    TensorBlock gradient = target.gradient("positions");
    assertThat(gradient.components()).containsExactly(Labels.range("xyz", 2));
    assertThat(gradient.values().getDouble(1, 1, 4))
        .isEqualTo(source.gradient("positions").values().getDouble(1, 1, 2, 0));
    assertThat(moved.info()).containsEntry("seed", "random");
  }

  @Test
  void severalComponentsKeepTheirValues() {
    double[] values = new double[2 * 3 * 4 * 2];
    Arrays.setAll(values, i -> i);
    TensorBlock block =
        new TensorBlock(
            host.create(values, new Shape(1, 2, 3, 4, 2)),
            Labels.range("s", 1),
            List.of(Labels.range("a", 2), Labels.range("b", 3), Labels.range("c", 4)),
            Labels.range("p", 2));
    TensorMap map = new TensorMap(Labels.single(), List.of(block));

    TensorBlock moved = map.componentsToProperties("a", "c").block();

    assertThat(moved.shape()).isEqualTo(new Shape(1, 3, 4 * 2 * 2));
    assertThat(moved.properties().names()).containsExactly("c", "a", "p");
    for (int i = 0; i < moved.properties().size(); i++) {
      int c = moved.properties().get(i, 0);
      int a = moved.properties().get(i, 1);
      int p = moved.properties().get(i, 2);
      assertThat(moved.values().getDouble(0, 2, i))
          .isEqualTo(block.values().getDouble(0, a, 2, c, p));
    }
  }

  @Test
  void pyTorchAgreesWithHostMemory() {
    try (NDManager torch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      TensorMap hostMap = new RandomMaps(7, host).map();
      TensorMap torchMap = new RandomMaps(7, torch).map();
      torchMap.blocks().forEach(block -> block.values().setRequiresGradient(true));
      torchMap
          .blocks()
          .forEach(block -> block.gradient("positions").values().setRequiresGradient(true));
      int arrays = torch.getManagedArrays().size();

      // Else their memory is read, as that of host arrays.
      JniUtils.setGradMode(true);
      Labels keys = Labels.empty(List.of("neighbor"));
      List<TensorMap> results = new ArrayList<>();
      results.add(torchMap.keysToSamples(keys, FILL, true));
      assertSame(results.get(0), hostMap.keysToSamples(keys, FILL, true));
      results.add(torchMap.keysToProperties(keys, FILL, true));
      assertSame(results.get(1), hostMap.keysToProperties(keys, FILL, true));
      results.add(torchMap.componentsToProperties("m"));
      assertSame(results.get(2), hostMap.componentsToProperties("m"));

      results.forEach(TensorMap::close);
      JniUtils.setGradMode(false);
      assertThat(torch.getManagedArrays()).hasSize(arrays);
    }
  }

  @Test
  void valuesAreDifferentiated() {
    try (NDManager torch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      TensorMap map = new RandomMaps(8, torch).alike().map();
      map.blocks().forEach(block -> block.values().setRequiresGradient(true));
      JniUtils.setGradMode(true);
      try {
        NDArray values = map.keysToProperties("neighbor").block(1).values();
        JniUtils.backward(
            (PtNDArray) values.pow(2).sum(), (PtNDArray) torch.create(1.0), false, false);
      } finally {
        JniUtils.setGradMode(false);
      }
      assertThat(map.block(2).values().getGradient().toDoubleArray())
          .containsExactly(map.block(2).values().mul(2).toDoubleArray());
    }
  }

  @Test
  void everyTypeIsMoved() {
    for (DataType type :
        List.of(
            DataType.UINT8,
            DataType.INT16,
            DataType.FLOAT16,
            DataType.INT64,
            DataType.BOOLEAN,
            DataType.COMPLEX64,
            DataType.BFLOAT16)) {
      Shape shape = new Shape(2, 3);
      TensorMap map =
          new TensorMap(
              Labels.range("k", 2),
              List.of(
                  new TensorBlock(
                      host.zeros(shape, type),
                      Labels.range("s", 2),
                      List.of(),
                      Labels.range("p", 3)),
                  new TensorBlock(
                      host.zeros(shape, type),
                      new Labels(List.of("s"), new int[][] {{1}, {2}}),
                      List.of(),
                      Labels.range("p", 3))));
      TensorBlock moved = map.keysToProperties(Labels.empty(List.of("k")), 1, true).block();
      assertThat(moved.dtype()).isEqualTo(type);
      assertThat(moved.shape()).isEqualTo(new Shape(3, 6));
      byte[] bytes = new byte[moved.values().toByteBuffer(true).remaining()];
      moved.values().toByteBuffer(true).get(bytes);
      int row = bytes.length / 3;
      assertThat(Arrays.copyOfRange(bytes, row, 2 * row)).containsOnly(0);
      assertThat(Arrays.copyOfRange(bytes, row / 2, row)).isNotEqualTo(new byte[row / 2]);
    }
  }

  @Test
  void mapsThatCanNotBeMergedAreRejected() {
    TensorMap map = new RandomMaps(9, host).map();

    assertThatThrownBy(() -> map.keysToSamples("other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'other' is not part of the keys for this tensor map");
    assertThatThrownBy(
            () -> map.keysToSamples(new Labels(List.of("center"), new int[][] {{1}}), 0, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("should not contain any entry");
    assertThatThrownBy(
            () -> map.keysToProperties(new Labels(List.of("center"), new int[][] {{1}}), 0, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the blocks have different property labels");
    assertThatThrownBy(() -> map.componentsToProperties("other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unable to find 'other' in the components, which are [m]");
    assertThatThrownBy(map::componentsToProperties)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name at least one component to turn into properties");
    TensorMap empty = new TensorMap(Labels.empty(List.of("k")), List.of());
    assertThatThrownBy(() -> empty.keysToProperties("k"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are no keys to move in an empty TensorMap");
  }

  @Test
  void blocksWithOtherComponentsAreNotMerged() {
    TensorBlock first = new RandomMaps(10, host).block(Labels.range("s", 2), Labels.range("p", 2));
    TensorBlock second =
        new TensorBlock(
            host.zeros(new Shape(2, 3, 2)),
            Labels.range("s", 2),
            List.of(Labels.range("m", 3)),
            Labels.range("p", 2));
    TensorBlock withoutGradients =
        first.withLabels(first.samples(), first.components(), first.properties());
    TensorMap map =
        new TensorMap(Labels.range("k", 2), List.of(withoutGradients.to(DataType.FLOAT32), second));

    assertThatThrownBy(() -> map.keysToSamples("k"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("different components labels, call components_to_properties first");
  }

  private interface Entry {
    int[] moved(int[] entry);
  }

  /** Every value and every gradient of a block is where its labels are in another. */
  private static void assertFound(
      TensorBlock source, TensorBlock target, Entry newSample, Entry newProperty) {
    int[] samples = new int[source.size()];
    for (int i = 0; i < samples.length; i++) {
      OptionalInt found =
          target.samples().position(newSample.moved(source.samples().entry(i).values()));
      samples[i] = found.orElseThrow();
    }
    assertValuesFound(source, target, samples, newProperty);
    TensorBlock gradient = source.gradient("positions");
    TensorBlock targetGradient = target.gradient("positions");
    int[] gradientSamples = new int[gradient.size()];
    for (int i = 0; i < gradientSamples.length; i++) {
      int[] entry = gradient.samples().entry(i).values();
      entry[0] = samples[entry[0]];
      gradientSamples[i] = targetGradient.samples().position(entry).orElseThrow();
    }
    assertThat(targetGradient.samples().rows().strictlyIncrease()).isTrue();
    assertValuesFound(gradient, targetGradient, gradientSamples, newProperty);
  }

  private static void assertValuesFound(
      TensorBlock source, TensorBlock target, int[] samples, Entry newProperty) {
    double[] expected = source.values().toDoubleArray();
    double[] actual = target.values().toDoubleArray();
    int lines = source.components().stream().mapToInt(Labels::size).reduce(1, (a, b) -> a * b);
    int columns = source.properties().size();
    int targetColumns = target.properties().size();
    for (int column = 0; column < columns; column++) {
      int targetColumn =
          target
              .properties()
              .position(newProperty.moved(source.properties().entry(column).values()))
              .orElseThrow();
      for (int row = 0; row < samples.length; row++) {
        for (int line = 0; line < lines; line++) {
          assertThat(actual[(samples[row] * lines + line) * targetColumns + targetColumn])
              .isEqualTo(expected[(row * lines + line) * columns + column]);
        }
      }
    }
  }

  private static void assertFillsTheRest(TensorBlock block, List<TensorBlock> sources) {
    long filled = Arrays.stream(block.values().toDoubleArray()).filter(v -> v == FILL).count();
    long moved = sources.stream().mapToLong(source -> source.values().size()).sum();
    assertThat(filled).isEqualTo(block.values().size() - moved);
  }

  private static void assertSame(TensorMap actual, TensorMap expected) {
    assertThat(actual.keys()).isEqualTo(expected.keys());
    for (int i = 0; i < expected.size(); i++) {
      assertSame(actual.block(i), expected.block(i));
      assertSame(actual.block(i).gradient("positions"), expected.block(i).gradient("positions"));
    }
  }

  private static void assertSame(TensorBlock actual, TensorBlock expected) {
    assertThat(actual.samples()).isEqualTo(expected.samples());
    assertThat(actual.components()).isEqualTo(expected.components());
    assertThat(actual.properties()).isEqualTo(expected.properties());
    assertThat(actual.shape()).isEqualTo(expected.shape());
    if (expected.values().size() > 0) {
      assertThat(actual.values().toDoubleArray())
          .containsExactly(expected.values().toDoubleArray());
    }
  }

  private static int[] with(int[] entry, int value) {
    int[] longer = Arrays.copyOf(entry, entry.length + 1);
    longer[entry.length] = value;
    return longer;
  }

  private static int[] before(int value, int[] entry) {
    int[] longer = new int[entry.length + 1];
    longer[0] = value;
    System.arraycopy(entry, 0, longer, 1, entry.length);
    return longer;
  }
}
