package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensormap.Labels;
import org.tensormap.RandomMaps;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** What models do with maps, compared with what the library does with them. */
class MapClassTest extends ClassesTest {
  private static final double FILL = 1.5;

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void keysAreMovedToSamplesAsInTheLibrary(boolean alike, boolean sort) {
    for (List<String> names :
        List.of(List.of("center"), List.of("neighbor", "center"), List.<String>of())) {
      TensorMap map = map(alike);
      assertSame(
          call(TensorMap.class, "keys_to_samples", map, names, FILL, sort),
          map.keysToSamples(Labels.empty(names), FILL, sort));
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void keysAreMovedToPropertiesAsInTheLibrary(boolean alike, boolean sort) {
    for (List<String> names :
        List.of(List.of("center"), List.of("neighbor", "center"), List.<String>of())) {
      TensorMap map = map(alike);
      assertSame(
          call(TensorMap.class, "keys_to_properties", map, names, FILL, sort),
          map.keysToProperties(Labels.empty(names), FILL, sort));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keysThatAreGivenAreMovedToProperties(boolean sort) {
    TensorMap map = map(true);
    // not in the order of the keys, with one that no block has and without some that are there
    Labels given = new Labels(List.of("neighbor"), new int[][] {{8}, {17}, {1}});
    assertSame(
        call(TensorMap.class, "given_keys_to_properties", map, given, FILL, sort),
        map.keysToProperties(given, FILL, sort));
  }

  @Test
  void keysCanOnlyBeGivenForTheSameProperties() {
    Labels given = new Labels(List.of("neighbor"), new int[][] {{1}});
    assertRaises("ValueError", "given_keys_to_properties", map(false), given, 0, true)
        .hasMessageContaining("if the blocks have different property labels");
  }

  /** Three columns of extreme values do not fit into 64 bits together. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void samplesWithExtremeValuesAreMerged(boolean sort) {
    int low = Integer.MIN_VALUE;
    int high = Integer.MAX_VALUE;
    List<String> names = List.of("a", "b", "c");
    Labels first = new Labels(names, new int[][] {{high, low, 0}, {low, high, high}});
    Labels second =
        new Labels(names, new int[][] {{low, high, low}, {low, high, high}, {high, high, high}});
    Labels one = Labels.range("p", 1);
    TensorMap map =
        new TensorMap(
            Labels.range("key", 2),
            List.of(block(array(host, 2, 1), first, one), block(array(host, 3, 1), second, one)));
    assertSame(
        call(TensorMap.class, "keys_to_properties", map, List.of("key"), FILL, sort),
        map.keysToProperties(Labels.empty(List.of("key")), FILL, sort));
    assertSame(
        call(TensorMap.class, "keys_to_samples", map, List.of("key"), FILL, sort),
        map.keysToSamples(Labels.empty(List.of("key")), FILL, sort));
  }

  @Test
  void blocksWithoutSamplesOrPropertiesAreMerged() {
    TensorMap map =
        new TensorMap(
            Labels.range("key", 3),
            List.of(
                block(array(host, 0, 2), Labels.range("s", 0), Labels.range("p", 2)),
                block(array(host, 2, 0), Labels.range("s", 2), Labels.range("p", 0)),
                block(array(host, 1, 1), Labels.range("s", 1), Labels.range("p", 1))));
    assertSame(
        call(TensorMap.class, "keys_to_properties", map, List.of("key"), FILL, true),
        map.keysToProperties(Labels.empty(List.of("key")), FILL, true));
    assertSame(
        call(TensorMap.class, "keys_to_samples", map, List.of("key"), FILL, true),
        map.keysToSamples(Labels.empty(List.of("key")), FILL, true));
  }

  @Test
  void keysThatCanNotBeMovedAreRefused() {
    assertRaises("ValueError", "keys_to_samples", map(true), List.of("nope"), 0, true)
        .hasMessageContaining("'nope' is not part of the keys for this tensor map");
    assertRaises("ValueError", "keys_to_samples", emptyMap(), List.of("center"), 0, true)
        .hasMessageContaining("there are no keys to move in an empty TensorMap");
    TensorMap twice =
        new TensorMap(
            Labels.range("p", 1),
            List.of(block(array(host, 1, 1), Labels.range("s", 1), Labels.range("p", 1))));
    assertRaises("ValueError", "keys_to_properties", twice, List.of("p"), 0, true)
        .hasMessageContaining("label dimensions must be unique, got 'p' multiple times");
    assertRaises("ValueError", "keys_to_properties", differentComponents(), List.of("key"), 0, true)
        .hasMessageContaining("if the blocks have different components labels");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void modelsFromBeforeFillValuesSayWhetherToSort(boolean sort) {
    TensorMap map = map(false);
    assertSame(
        call(TensorMap.class, "legacy_keys_to_properties", map, sort),
        map.keysToProperties(Labels.empty(List.of("center")), 0, sort));
  }

  @Test
  void equistoreNamesComponentsDifferently() throws IOException {
    String methods =
        """
        def forward(self: __torch__.Model,
          x: __torch__.torch.classes.equistore.TensorMap) -> Tuple[List[str], List[str]]:
          return ((x).components_names_getter(), (x).property_names_getter())
        """;
    byte[] archive = TestArchive.ofMethods(methods).toBytes();
    TensorMap map = map(false);
    try (TorchScriptModel model = TorchScriptModel.load("equistore.pt", archive, Device.cpu())) {
      assertThat(model.forward(host, map))
          .isEqualTo(List.of(map.componentNames(), map.propertyNames()));
    }
  }

  @Test
  void componentsAreMovedToPropertiesAsInTheLibrary() {
    TensorMap map = map(false);
    assertSame(
        call(TensorMap.class, "components_to_properties", map, List.of("m")),
        map.componentsToProperties("m"));
    assertRaises("ValueError", "components_to_properties", map(true), List.of("nope"))
        .hasMessageContaining("unable to find 'nope' in the components");
    assertRaises("ValueError", "components_to_properties", map(true), List.<String>of())
        .hasMessageContaining("name at least one component");
  }

  @Test
  void theFirstOfThreeComponentsIsMovedWithoutMixingTheOthers() {
    List<Labels> components =
        List.of(Labels.range("a", 2), Labels.range("b", 3), Labels.range("c", 4));
    TensorBlock block =
        new TensorBlock(
            array(host, 1, 2, 3, 4, 1), Labels.range("s", 1), components, Labels.range("p", 1));
    TensorMap map = new TensorMap(Labels.single(), List.of(block));
    TensorBlock moved =
        call(TensorMap.class, "components_to_properties", map, List.of("a")).block();
    double[] expected =
        IntStream.range(0, 24).mapToDouble(i -> i % 2 * 12 + i / 8 * 4 + i / 2 % 4).toArray();
    assertThat(moved.values().toDoubleArray()).containsExactly(expected);
    assertThat(moved.components()).isEqualTo(components.subList(1, 3));
    assertThat(moved.properties())
        .isEqualTo(new Labels(List.of("a", "p"), new int[][] {{0, 0}, {1, 0}}));
  }

  @Test
  void mapIsPrintedAsInTheLibrary() {
    for (TensorMap map : List.of(map(false), emptyMap())) {
      assertThat(call("printed", map))
          .isEqualTo(List.of(map.print(-1), map.print(3), map.keys().print(3, 2)));
    }
  }

  @Test
  void blocksOfAMapAreOnlyCopiedIntoAnother() {
    TensorMap map = map(true);
    assertRaises("ValueError", "map_of_the_blocks_of_a_map", map, false)
        .hasMessageContaining("it is a view inside another TensorBlock or a TensorMap");
    TensorMap copy = call(TensorMap.class, "map_of_the_blocks_of_a_map", map, true);
    assertThat(copy.keys()).isEqualTo(map.keys());
    assertSame(copy.block(5), map.block(5));
  }

  @Test
  void blocksThatDoNotBelongTogetherAreRefused() {
    Labels keys = Labels.range("key", 2);
    Labels samples = Labels.range("s", 1);
    Labels properties = Labels.range("p", 1);
    TensorBlock block = block(array(host, 1, 1), samples, properties);
    assertMapRefused(keys, List.of(block), "entries in the keys (2)", "got 1");
    assertMapRefused(
        keys,
        List.of(block, block(block.values().toType(DataType.FLOAT32, true), samples, properties)),
        "got blocks with different dtypes, at least 'f64' and 'f32' were detected");
    assertMapRefused(
        keys,
        List.of(block, block(array(host, 1, 1), Labels.range("t", 1), properties)),
        "must have the same sample dimensions, got [t] and [s]");
    assertMapRefused(
        keys,
        List.of(block, block(array(host, 1, 1), samples, Labels.range("q", 1))),
        "must have the same property dimensions, got [q] and [p]");
    assertMapRefused(
        keys,
        List.of(
            block,
            new TensorBlock(
                array(host, 1, 1, 1), samples, List.of(Labels.range("c", 1)), properties)),
        "the current block has 1 components while the first block has 0");
    TensorBlock withGradient = block(array(host, 1, 1), samples, properties);
    withGradient.addGradient("x", block(array(host, 1, 1), Labels.range("sample", 1), properties));
    assertMapRefused(keys, List.of(block, withGradient), "must have the same set of gradients");
  }

  private void assertMapRefused(Labels keys, List<TensorBlock> blocks, String... messages) {
    assertRaises("ValueError", "make_map", keys, blocks).hasMessageContainingAll(messages);
  }

  @Test
  void blocksAreSelectedByKey() {
    TensorMap map = map(true);
    List<?> blocks = callForList("selected", map, 6, 8);
    assertThat(blocks).hasSize(6);
    int[] expected = {2, 2, 3, 0, 2, 3};
    for (int i = 0; i < expected.length; i++) {
      assertSame((TensorBlock) blocks.get(i), map.block(expected[i]));
    }
  }

  @Test
  void selectionsThatAreNotOneBlockAreRefused() {
    TensorMap map = map(true);
    assertRaises("ValueError", "selected_by_center", map, 17)
        .hasMessageContaining("could not find blocks matching the selection (center=17)");
    assertRaises("ValueError", "selected_by_center", map, 6)
        .hasMessageContaining("got more than one matching block for (center=6)");
    assertRaises("ValueError", "only_block", map)
        .hasMessageContaining("there is more than one block in this TensorMap");
    assertRaises("ValueError", "only_block", emptyMap())
        .hasMessageContaining("there is no block in this TensorMap");
    assertRaises("IndexError", "block_at", map, 6)
        .hasMessageContaining("we have 6 blocks but the index is 6");
    assertRaises("IndexError", "block_at", map, -1).hasMessageContaining("the index is -1");
  }

  @Test
  void mapIsConvertedWithItsGradientsAndInfo() {
    TensorMap map = map(true);
    assertSame(call(TensorMap.class, "converted", map), map.to(DataType.FLOAT32));
    assertRaises("ValueError", "converted_twice", map)
        .hasMessageContaining("can not give a dtype twice in `TensorMap.to`");
  }

  @Test
  void stateInNestedContainersIsLoaded() {
    List<?> state = callForList("state");
    assertThat(state.get(0))
        .isEqualTo(
            List.of(Map.of("table", TABLE), Map.of(), Map.of("range", Labels.range("n", 1))));
    assertThat(((TensorBlock) state.get(1)).gradientsList()).containsExactly("x");
    assertThat(((TensorMap) state.get(2)).info()).isEqualTo(Map.of("unit", "eV"));
  }

  private TensorMap map(boolean alike) {
    RandomMaps maps = new RandomMaps(11, host);
    return (alike ? maps.alike() : maps).map();
  }

  private static TensorMap emptyMap() {
    return new TensorMap(Labels.empty(List.of("center", "neighbor")), List.of());
  }

  private TensorMap differentComponents() {
    List<TensorBlock> blocks =
        Arrays.stream(new int[] {0, 1})
            .mapToObj(
                value ->
                    new TensorBlock(
                        array(host, 1, 1, 1),
                        Labels.range("s", 1),
                        List.of(new Labels(List.of("c"), new int[][] {{value}})),
                        Labels.range("p", 1)))
            .toList();
    return new TensorMap(Labels.range("key", 2), blocks);
  }
}
