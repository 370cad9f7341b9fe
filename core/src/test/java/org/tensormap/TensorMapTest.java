package org.tensormap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TensorMapTest {
  private static final Labels XYZ = Labels.range("xyz", 3);

  private final HostNDManager manager = HostNDManager.newManager();

  @AfterEach
  void closeArrays() {
    manager.close();
  }

  @Test
  void aMapHasItsKeysAndBlocksInOrder() {
    TensorMap map = map();

    assertThat(map.size()).isEqualTo(4);
    assertThat(map.keys().names()).containsExactly("center", "neighbor");
    assertThat(map.blocks()).hasSize(4);
    assertThat(map.block(1)).isSameAs(map.blocks().get(1));
    assertThat(map.sampleNames()).containsExactly("system");
    assertThat(map.componentNames()).containsExactly("xyz");
    assertThat(map.propertyNames()).containsExactly("n");
    assertThat(map.dtype()).contains(DataType.FLOAT64);
    assertThat(map.device()).isEqualTo(Device.cpu());
    assertThat(map.items()).extracting(Map.Entry::getKey).containsExactlyElementsOf(map.keys());
    assertThat(map.items()).extracting(Map.Entry::getValue).containsExactlyElementsOf(map.blocks());
  }

  @Test
  void mapsThatAreMadeOfTheSameBlocksShareTheirValues() {
    TensorBlock block = block(2, "sample", "n", DataType.FLOAT64);
    TensorMap first = new TensorMap(Labels.range("key", 2), List.of(block, block));
    TensorMap second = new TensorMap(Labels.range("other", 2), first.blocks());

    assertThat(first.block(0)).isSameAs(block);
    assertThat(second.block(0).values()).isSameAs(block.values());
    first.close();
    assertThat(second.block(1).values().toDoubleArray()).hasSize(24);
    second.close();
    assertThatThrownBy(() -> block.values().toDoubleArray())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aGradientOfTwoBlocksStaysWithTheOneThatIsOpen() {
    TensorBlock block = block(2, "sample", "n", DataType.FLOAT64);
    TensorBlock other = block(2, "sample", "n", DataType.FLOAT64);
    TensorBlock gradient = block(2, "sample", "n", DataType.FLOAT64);
    block.addGradient("cell", gradient);
    other.addGradient("strain", gradient);
    TensorMap alone = new TensorMap(Labels.single(), List.of(gradient));

    assertThat(block.gradient("cell").toString()).startsWith("TensorBlock gradient for 'cell'");
    assertThat(other.gradient("strain").toString()).startsWith("TensorBlock gradient for 'strain'");
    assertThat(alone.block().toString()).startsWith("TensorBlock with shape");
    block.close();
    alone.close();
    assertThat(other.gradient("strain").values().toDoubleArray()).hasSize(24);
  }

  @Test
  void noGradientIsAddedToABlockOfAMap() {
    TensorBlock block = block(2, "sample", "n", DataType.FLOAT64);
    block.addGradient("cell", block(2, "sample", "n", DataType.FLOAT64));
    TensorMap map = new TensorMap(Labels.single(), List.of(block));
    TensorBlock other = block(2, "sample", "n", DataType.FLOAT64);

    assertThatThrownBy(() -> map.block().addGradient("other", other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("'other'", "part of a TensorMap", "copy()");
    assertThatThrownBy(() -> map.block().gradient("cell").addGradient("other", other))
        .isInstanceOf(IllegalStateException.class);
    TensorBlock copy = map.block().copy();
    copy.addGradient("other", other);
    assertThat(copy.gradientsList()).containsExactly("cell", "other");
    assertThat(map.block().gradientsList()).containsExactly("cell");
  }

  @Test
  void anEmptyMapHasNoNamesAndNoType() {
    TensorMap map = new TensorMap(Labels.empty(List.of("key")), List.of());

    assertThat(map.size()).isZero();
    assertThat(map.sampleNames()).isEmpty();
    assertThat(map.componentNames()).isEmpty();
    assertThat(map.propertyNames()).isEmpty();
    assertThat(map.dtype()).isEmpty();
    assertThat(map.device()).isEqualTo(Device.cpu());
    assertRefused(map::block, "there is no block in this TensorMap");
  }

  @Test
  void blocksAreSelectedByEntryLabelsOrValues() {
    TensorMap map = map();

    assertThat(map.block(map.keys().entry(2))).isSameAs(map.block(2));
    assertThat(map.block(new Labels(List.of("center"), new int[] {8}))).isSameAs(map.block(3));
    assertThat(map.block(Map.of("center", 1, "neighbor", 6))).isSameAs(map.block(1));
    assertThat(map.blocks(Map.of("center", 1))).containsExactly(map.block(0), map.block(1));
    assertThat(map.blocks(new Labels(List.of("neighbor"), new int[] {6})))
        .containsExactly(map.block(1), map.block(3));
    assertThat(map.blocks(map.keys().entry(0))).containsExactly(map.block(0));
    assertThat(map.blocks(Map.of("center", 77))).isEmpty();
  }

  @Test
  void selectionsThatDoNotGiveOneBlockAreRefused() {
    TensorMap map = map();

    assertRefused(
        map::block, "there is more than one block in this TensorMap (4), provide a selection");
    assertRefused(
        () -> map.block(Map.of("center", 77)),
        "could not find blocks matching the selection (center=77)");
    assertRefused(
        () -> map.block(Map.of("center", 1)),
        "got more than one matching block (2) for (center=1), use the `blocks` function to select"
            + " more than one block");
    assertRefused(
        () -> map.block(Labels.range("center", 2)),
        "block selection must contain exactly one entry, got 2");
    assertRefused(
        () -> map.blocks(Map.of("type", 1)),
        "'type' in selection is not part of these Labels, which have [center, neighbor]");
    assertThatThrownBy(() -> map.block(4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("block index out of bounds: we have 4 blocks but the index is 4");
    assertThatThrownBy(() -> map.block(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void blocksThatDifferInMoreThanSizeAreRefused() {
    Labels keys = Labels.range("key", 2);
    TensorBlock first = block(2, "system", "n", DataType.FLOAT64);
    assertRefused(
        () -> new TensorMap(keys, List.of(first)),
        "expected the same number of blocks as the number of entries in the keys (2) when creating"
            + " a `TensorMap`, got 1");
    assertRefused(
        () -> new TensorMap(keys, List.of(first, block(1, "atom", "n", DataType.FLOAT64))),
        "all blocks must have the same sample dimensions, got [atom] and [system] (in the block for"
            + " (key=1))");
    assertRefused(
        () -> new TensorMap(keys, List.of(first, block(1, "system", "l", DataType.FLOAT64))),
        "all blocks must have the same property dimensions, got [l] and [n]");
    assertRefused(
        () -> new TensorMap(keys, List.of(first, block(1, "system", "n", DataType.FLOAT32))),
        "invalid tensor map: got blocks with different dtypes, at least 'f64' and 'f32'"
            + " were detected");
    TensorBlock noComponents =
        new TensorBlock(
            manager.create(new Shape(1, 4), DataType.FLOAT64),
            Labels.range("system", 1),
            List.of(),
            Labels.range("n", 4));
    assertRefused(
        () -> new TensorMap(keys, List.of(first, noComponents)),
        "all blocks must contains the same set of components, the current block has 0 components"
            + " while the first block has 1");
    TensorBlock withGradient = block(2, "system", "n", DataType.FLOAT64);
    withGradient.addGradient("cell", block(2, "sample", "n", DataType.FLOAT64));
    assertRefused(
        () -> new TensorMap(keys, List.of(first, withGradient)),
        "all blocks must have the same set of gradients");
  }

  @Test
  void infoIsSortedAndReadThroughAView() {
    TensorMap map = map();
    map.setInfo("unit", "eV");
    map.setInfo("description", "energies");
    map.setInfo("unit", "meV");

    assertThat(map.info())
        .containsExactly(Map.entry("description", "energies"), Map.entry("unit", "meV"));
    assertThat(map.getInfo("unit")).contains("meV");
    assertThat(map.getInfo("absent")).isEmpty();
    assertThatThrownBy(() -> map.info().clear()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void mapsArePrintedAsTheReferenceDoes() {
    assertThat(map().print(3))
        .isEqualTo(
            """
            TensorMap with 4 blocks
                keys: [center, neighbor]
                blocks:
                   1  1   => TensorBlock with shape (3, 3, 4)
                   1  6   => TensorBlock with shape (4, 3, 4)
                   6  1   => TensorBlock with shape (1, 3, 4)
                         ...\
            """);
    Labels keys = new Labels(List.of("type"), new int[] {1, 6, 8});
    TensorMap small =
        new TensorMap(
            keys,
            IntStream.of(3, 2, 0)
                .mapToObj(samples -> block(samples, "system", "n", DataType.FLOAT64))
                .toList());
    String expected =
        """
        TensorMap with 3 blocks
            keys: [type]
            blocks:
               1   => TensorBlock with shape (3, 3, 4)
               6   => TensorBlock with shape (2, 3, 4)
               8   => TensorBlock with shape (0, 3, 4)\
        """;
    assertThat(small.print(3)).isEqualTo(expected);
    assertThat(small.print(-1)).isEqualTo(expected);
    assertThat(small).hasToString(expected);
  }

  @Test
  void closingAMapClosesItsBlocks() {
    TensorMap map = map();

    map.close();
    map.close();

    for (TensorBlock block : map.blocks()) {
      assertThatThrownBy(() -> block.values().toByteBuffer(true))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  private TensorMap map() {
    Labels keys =
        new Labels(List.of("center", "neighbor"), new int[][] {{1, 1}, {1, 6}, {6, 1}, {8, 6}});
    return new TensorMap(
        keys,
        IntStream.of(3, 4, 1, 2)
            .mapToObj(samples -> block(samples, "system", "n", DataType.FLOAT64))
            .toList());
  }

  private TensorBlock block(int samples, String sampleName, String propertyName, DataType dtype) {
    return new TensorBlock(
        manager.create(new Shape(samples, 3, 4), dtype),
        Labels.range(sampleName, samples),
        List.of(XYZ),
        Labels.range(propertyName, 4));
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
