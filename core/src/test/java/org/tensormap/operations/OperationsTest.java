package org.tensormap.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.RandomMaps;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

class OperationsTest {
  private final HostNDManager manager = HostNDManager.newManager();

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void mapsWithOtherMetadataAreNotAdded() {
    TensorMap map = new RandomMaps(1, manager).map();
    TensorMap otherKeys = Dimensions.renameDimension(map, Axis.KEYS, "center", "c");
    TensorMap otherSamples = Dimensions.renameDimension(map, Axis.SAMPLES, "atom", "a");
    TensorMap fewer = BlockSelection.dropBlocks(map, keys(1));
    TensorMap noGradients = Gradients.removeGradients(map);

    assertThatThrownBy(() -> Arithmetic.add(map, otherKeys))
        .isInstanceOf(NotEqualException.class)
        .hasMessage(
            "inputs to 'add' should have the same keys names, got [center, neighbor] and [c,"
                + " neighbor]");
    assertThatThrownBy(() -> Arithmetic.multiply(map, fewer))
        .isInstanceOf(NotEqualException.class)
        .hasMessage("inputs to 'multiply' should have the same number of blocks, got 6 and 4");
    assertThatThrownBy(() -> Arithmetic.divide(map, otherSamples))
        .isInstanceOf(NotEqualException.class)
        .hasMessageContaining("inputs to 'divide' should have the same samples");
    assertThatThrownBy(() -> Arithmetic.subtract(map, noGradients))
        .isInstanceOf(NotEqualException.class)
        .hasMessageContaining(
            "inputs to 'subtract' should have the same gradient parameters, got [positions] and"
                + " []");
  }

  @Test
  void keysMayBeInAnotherOrder() {
    TensorMap map = new RandomMaps(1, manager).map();
    TensorMap reversed = Sorting.sort(map, Set.of(Axis.KEYS), true);
    assertThat(reversed.keys()).isNotEqualTo(map.keys());

    TensorMap zero = Arithmetic.subtract(map, reversed);

    assertThat(Comparisons.equal(zero, Creation.zerosLike(map))).isTrue();
    assertThat(Comparisons.equal(map, reversed)).isTrue();
  }

  @Test
  void metadataIsNotComparedWithChecksOff() {
    TensorMap map = new RandomMaps(1, manager).map();
    TensorMap renamed = Dimensions.renameDimension(map, Axis.SAMPLES, "atom", "a");

    try (Checks.Setting off = Checks.unsafeDisableChecks()) {
      assertThat(Checks.checksEnabled()).isFalse();
      try (Checks.Setting on = Checks.unsafeEnableChecks()) {
        assertThat(on).isNotSameAs(off);
        assertThat(Checks.checksEnabled()).isTrue();
      }
      assertThat(Arithmetic.add(map, renamed).sampleNames()).containsExactly("system", "atom");
    }
    assertThat(Checks.checksEnabled()).isTrue();
    assertThatThrownBy(() -> Arithmetic.add(map, renamed)).isInstanceOf(NotEqualException.class);
  }

  @Test
  void differencesAreNamed() {
    TensorMap map = new RandomMaps(1, manager).map();
    TensorMap close = Arithmetic.add(map, 1e-9);

    assertThat(Comparisons.equal(map, close)).isFalse();
    assertThat(Comparisons.allclose(map, close)).isFalse();
    assertThat(Comparisons.allclose(map, close, 0, 1e-8, false)).isTrue();
    assertThatThrownBy(() -> Comparisons.equalRaise(map, close))
        .isInstanceOf(NotEqualException.class)
        .hasMessage("blocks for key (center=1, neighbor=1) are different: values are not equal");
    assertThatThrownBy(() -> Comparisons.allcloseRaise(map, close))
        .isInstanceOf(NotEqualException.class)
        .hasMessageEndingWith("values are not allclose");
    assertThat(Comparisons.equalMetadata(map, close)).isTrue();
    assertThat(Comparisons.equalBlock(map.block(0), map.block(0))).isTrue();
    assertThatThrownBy(() -> Comparisons.equalBlockRaise(map.block(0), map.block(1)))
        .isInstanceOf(NotEqualException.class)
        .hasMessage("values shapes are different, (3, 3, 2) and (5, 3, 3)");

    TensorMap changed = map.copy();
    changed.block(1).gradient("positions").values().set(new double[10 * 2 * 3 * 3]);
    assertThatThrownBy(() -> Comparisons.equalRaise(map, changed))
        .isInstanceOf(NotEqualException.class)
        .hasMessage(
            "blocks for key (center=1, neighbor=6) are different: gradient 'positions' values are"
                + " not equal");

    TensorMap renamed = Dimensions.renameDimension(map, Axis.SAMPLES, "atom", "a");
    assertThat(Comparisons.equalMetadata(map, renamed)).isFalse();
    assertThat(Comparisons.equalMetadata(map, renamed, Set.of(Axis.PROPERTIES), true)).isTrue();
    assertThatThrownBy(() -> Comparisons.equalMetadata(map, map, Set.of(Axis.KEYS), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use one of 'samples', 'components', 'properties'");
  }

  @Test
  void notANumberIsCloseToItselfOnRequest() {
    TensorMap map = single(manager.create(new double[] {1, Double.NaN}, new Shape(1, 2)));

    assertThat(Comparisons.equal(map, map)).isFalse();
    assertThat(Comparisons.allclose(map, map)).isFalse();
    assertThat(Comparisons.allclose(map, map, 0, 0, true)).isTrue();
  }

  @Test
  void valuesOfOtherTypesAreComparedByValue() {
    TensorMap doubles = single(manager.create(new double[] {1, 2}, new Shape(1, 2)));
    TensorMap floats = single(manager.create(new float[] {1, 2}, new Shape(1, 2)));

    assertThat(Comparisons.equal(doubles, floats)).isTrue();
    assertThat(Comparisons.allclose(doubles, floats)).isTrue();
  }

  @Test
  void joinedLabelsMustStayUnique() {
    TensorMap map = new RandomMaps(1, manager).alike().map();

    assertThatThrownBy(() -> Joining.join(List.of(map, map), Axis.PROPERTIES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("can not have the same label entry multiple times");
    TensorMap joined =
        Joining.join(List.of(map, map), Axis.PROPERTIES, DifferentKeys.ERROR, "which");
    assertThat(joined.propertyNames()).containsExactly("n", "l", "which");
    assertThat(joined.block(0).shape()).isEqualTo(new Shape(11, 3, 10));
    assertThat(joined.block(0).values().getDouble(3, 1, 7))
        .isEqualTo(map.block(0).values().getDouble(3, 1, 2));
  }

  @Test
  void propertiesWithOtherNamesAreCounted() {
    TensorMap map = new RandomMaps(1, manager).alike().map();
    TensorMap renamed = Dimensions.renameDimension(map, Axis.PROPERTIES, "n", "k");

    Labels properties = Joining.join(List.of(map, renamed), Axis.PROPERTIES).block(0).properties();

    assertThat(properties.names()).containsExactly("joined_index", "property");
    assertThat(properties.column("joined_index")).containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
    assertThat(properties.column("property")).containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 3, 4);
    assertThatThrownBy(
            () ->
                Joining.join(List.of(map, renamed), Axis.PROPERTIES, DifferentKeys.ERROR, "which"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'which'");
  }

  @Test
  void samplesWithOtherNamesAreNotJoined() {
    TensorMap map = new RandomMaps(1, manager).alike().map();
    TensorMap renamed = Dimensions.renameDimension(map, Axis.SAMPLES, "atom", "a");

    assertThatThrownBy(() -> Joining.join(List.of(map, renamed), Axis.SAMPLES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("different sample names in `join`");
    assertThatThrownBy(() -> Joining.join(List.of(map, map), Axis.KEYS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'keys' is not a valid axis for 'join': use one of 'samples', 'properties'");
    assertThatThrownBy(() -> Joining.join(List.of(), Axis.SAMPLES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("provide at least one `TensorMap` for joining");
  }

  @Test
  void samplesWithDimensionsInAnotherOrderAreJoinedByName() {
    TensorMap map = new RandomMaps(1, manager).alike().map();
    TensorMap permuted = Dimensions.permuteDimensions(map, Axis.SAMPLES, 1, 0);

    Labels samples =
        Joining.join(List.of(map, permuted), Axis.SAMPLES, DifferentKeys.ERROR, "which")
            .block(0)
            .samples();

    int size = map.block(0).size();
    for (int i = 0; i < size; i++) {
      for (int dimension = 0; dimension < 2; dimension++) {
        assertThat(samples.get(size + i, dimension)).isEqualTo(samples.get(i, dimension));
      }
    }
  }

  @Test
  void joinedValuesHaveTheTypeOfTheFirst() {
    TensorMap map = new RandomMaps(1, manager).alike().map();
    TensorMap narrow = map.to(DataType.FLOAT32);
    for (Axis axis : List.of(Axis.SAMPLES, Axis.PROPERTIES)) {
      TensorMap joined = Joining.join(List.of(map, narrow), axis, DifferentKeys.ERROR, "which");
      TensorMap expected =
          Joining.join(
              List.of(map, narrow.to(DataType.FLOAT64)), axis, DifferentKeys.ERROR, "which");

      assertThat(Comparisons.equal(joined, expected)).isTrue();
      assertThat(
              Joining.join(List.of(narrow, map), axis, DifferentKeys.ERROR, "which")
                  .block(0)
                  .dtype())
          .isEqualTo(DataType.FLOAT32);
    }
  }

  @Test
  void samplesOfGradientsWithOtherNamesAreNotJoined() {
    TensorBlock block = withGradient("atom");
    TensorBlock other = withGradient("pair");

    assertThatThrownBy(() -> Joining.joinBlocks(List.of(block, other), Axis.SAMPLES, "which"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[sample, atom] and [sample, pair]");
  }

  private TensorBlock withGradient(String dimension) {
    TensorBlock block =
        new TensorBlock(
            manager.create(new double[2], new Shape(2, 1)),
            Labels.range("system", 2),
            List.of(),
            Labels.single());
    block.addGradient(
        "positions",
        new TensorBlock(
            manager.create(new double[1], new Shape(1, 1)),
            new Labels(List.of("sample", dimension), new int[][] {{1, 0}}),
            List.of(),
            Labels.single()));
    return block;
  }

  @Test
  void mapsWithoutBlocksAreJoinedWithOthers() {
    TensorMap map = new RandomMaps(1, manager).alike().map();
    TensorMap nothing = new TensorMap(Labels.empty(map.keys().names()), List.of());

    TensorMap union =
        Joining.join(List.of(nothing, map), Axis.SAMPLES, DifferentKeys.UNION, "which");
    assertThat(union.keys()).isEqualTo(map.keys());
    assertThat(union.block(0).samples().column("which")).containsOnly(1);
    assertThat(
            Joining.join(List.of(map, nothing), Axis.SAMPLES, DifferentKeys.INTERSECTION, null)
                .size())
        .isZero();
  }

  @Test
  void gradientsOfGradientsGoWithTheSamplesThatAreSlicedAndJoined() {
    TensorMap map = withNestedGradients();
    TensorMap tail = Slicing.slice(map, Axis.SAMPLES, Selection.of(4, 5, 6, 7));
    TensorMap head = Slicing.slice(map, Axis.SAMPLES, Selection.of(0, 1, 2, 3));
    TensorBlock nested = tail.block(0).gradient("positions").gradient("strain");

    for (int i = 0; i < nested.size(); i++) {
      int sample = tail.block(0).gradient("positions").samples().get(nested.samples().get(i, 0), 0);
      assertThat(nested.values().getDouble(i, 0, 0)).isEqualTo(100.0 * (sample + 4));
    }
    assertThat(nested.size()).isEqualTo(8);
    assertThat(Comparisons.equal(Joining.join(List.of(head, tail), Axis.SAMPLES), map)).isTrue();
    TensorMap joined = Joining.join(List.of(tail, head), Axis.SAMPLES);
    TensorBlock gradient = joined.block(0).gradient("positions");
    TensorBlock strain = gradient.gradient("strain");
    assertThat(strain.size()).isEqualTo(16);
    for (int i = 0; i < strain.size(); i++) {
      int sample = gradient.samples().get(strain.samples().get(i, 0), 0);
      int system = joined.block(0).samples().get(sample, 0);
      assertThat(strain.values().getDouble(i, 0, 0)).isEqualTo(100.0 * system);
    }
  }

  @Test
  void gradientsOfGradientsAreSortedWithTheSamplesThatTheyReferTo() {
    TensorMap map = withNestedGradients();
    TensorMap shuffled = Slicing.slice(map, Axis.SAMPLES, Selection.of(5, 2, 7, 0, 1, 6, 4, 3));
    TensorMap descending = Sorting.sort(shuffled, Set.of(Axis.SAMPLES), true);
    TensorBlock strain = descending.block(0).gradient("positions").gradient("strain");

    assertThat(Comparisons.equal(shuffled, map)).isFalse();
    assertThat(Comparisons.equal(Sorting.sort(shuffled), map)).isTrue();
    assertThat(Comparisons.equal(Sorting.sort(map, Set.of(Axis.PROPERTIES), true), map)).isTrue();
    assertThat(descending.block(0).samples().column("system")).startsWith(7, 6);
    for (int i = 0; i < strain.size(); i++) {
      int sample =
          descending.block(0).gradient("positions").samples().get(strain.samples().get(i, 0), 0);
      int system = descending.block(0).samples().get(sample, 0);
      assertThat(strain.values().getDouble(i, 0, 0)).isEqualTo(100.0 * system);
    }
  }

  @Test
  void gradientsOfGradientsWithOtherComponentsAreNotJoined() {
    TensorBlock block = withNestedGradients().block(0);
    TensorBlock other = withNestedGradients().block(0);
    TensorBlock gradient = Gradients.removeGradientsBlock(other.gradient("positions"));
    TensorBlock nested = other.gradient("positions").gradient("strain").copy(false);
    gradient.addGradient(
        "strain",
        nested.withLabels(
            nested.samples(),
            List.of(new Labels(List.of("direction"), new int[][] {{7}})),
            nested.properties()));
    TensorBlock changed = Gradients.removeGradientsBlock(other);
    changed.addGradient("positions", gradient);

    assertThatThrownBy(() -> Joining.joinBlocks(List.of(block, changed), Axis.SAMPLES, "which"))
        .isInstanceOf(NotEqualException.class)
        .hasMessageContaining("gradient 'strain' components");
  }

  /**
   * Eight systems, two rows of the gradient for each, and one of its gradient for each of these.
   */
  private TensorMap withNestedGradients() {
    TensorBlock strain =
        new TensorBlock(
            manager.create(
                IntStream.range(0, 16).mapToDouble(i -> 100.0 * Math.floorDiv(i, 2)).toArray(),
                new Shape(16, 1, 1)),
            new Labels(
                List.of("sample", "cell"),
                IntStream.range(0, 16).mapToObj(i -> new int[] {i, i % 3}).toArray(int[][]::new)),
            List.of(Labels.range("direction", 1)),
            Labels.single());
    TensorBlock positions =
        new TensorBlock(
            manager.create(
                IntStream.range(0, 16).mapToDouble(i -> Math.floorDiv(i, 2)).toArray(),
                new Shape(16, 1)),
            new Labels(
                List.of("sample", "atom"),
                IntStream.range(0, 16)
                    .mapToObj(i -> new int[] {i / 2, i % 2})
                    .toArray(int[][]::new)),
            List.of(),
            Labels.single());
    positions.addGradient("strain", strain);
    TensorBlock block =
        new TensorBlock(
            manager.create(IntStream.range(0, 8).mapToDouble(i -> i).toArray(), new Shape(8, 1)),
            Labels.range("system", 8),
            List.of(),
            Labels.single());
    block.addGradient("positions", positions);
    return new TensorMap(Labels.single(), List.of(block));
  }

  @Test
  void mapsWithOtherKeysAreJoinedOnRequest() {
    TensorMap map = new RandomMaps(1, manager).alike().map();
    TensorMap first = BlockSelection.dropBlocks(map, keys(1));
    TensorMap second = BlockSelection.dropBlocks(map, keys(8));

    assertThatThrownBy(() -> Joining.join(List.of(first, second), Axis.SAMPLES))
        .isInstanceOf(NotEqualException.class)
        .hasMessageContaining("inputs to 'join' should have the same keys");
    TensorMap common =
        Joining.join(List.of(first, second), Axis.SAMPLES, DifferentKeys.INTERSECTION, "which");
    assertThat(common.keys().column("center")).containsExactly(6, 6);
    TensorMap all =
        Joining.join(List.of(first, second), Axis.SAMPLES, DifferentKeys.UNION, "which");
    assertThat(all.keys().column("center")).containsExactly(6, 6, 8, 8, 1, 1);
    assertThat(all.block(0).size()).isEqualTo(22);
    assertThat(all.block(2).size()).isEqualTo(11);
    assertThat(all.block(4).samples().column("which")).containsOnly(1);
    assertThat(all.block(4).gradient("positions").size()).isEqualTo(22);
  }

  @Test
  void gradientsFollowTheSamplesOfASlice() {
    TensorBlock block = new RandomMaps(1, manager).map().block(3);

    TensorBlock slice = Slicing.sliceBlock(block, Axis.SAMPLES, Selection.of(4, 1));

    assertThat(slice.samples()).isEqualTo(block.samples().entries(4, 1));
    TensorBlock gradient = block.gradient("positions");
    TensorBlock sliced = slice.gradient("positions");
    for (int i = 0; i < sliced.size(); i++) {
      int[] entry = sliced.samples().entry(i).values();
      entry[0] = entry[0] == 0 ? 4 : 1;
      int row = gradient.samples().position(entry).orElseThrow();
      assertThat(sliced.values().getDouble(i, 1, 2, 0))
          .isEqualTo(gradient.values().getDouble(row, 1, 2, 0));
    }
    assertThatThrownBy(() -> Slicing.sliceBlock(block, Axis.SAMPLES, Selection.of(99)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("position 99");
    assertThatThrownBy(() -> Slicing.sliceBlock(block, Axis.SAMPLES, keys(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("invalid sample name 'center'");
    assertThatThrownBy(() -> Slicing.sliceBlock(block, Axis.COMPONENTS, Selection.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'components' is not a valid axis for 'slice'");
  }

  @Test
  void theSplitPartsOfAMapCoverIt() {
    TensorMap map = new RandomMaps(1, manager).map();
    List<TensorMap> parts =
        Slicing.split(
            map,
            Axis.PROPERTIES,
            List.of(
                Selection.of(new Labels(List.of("l"), new int[][] {{0}, {3}})),
                Selection.of(new Labels(List.of("l"), new int[][] {{1}, {2}}))));

    TensorMap joined = Joining.join(parts, Axis.PROPERTIES);

    assertThat(Comparisons.equal(Sorting.sort(joined), Sorting.sort(map))).isTrue();
  }

  @Test
  void dimensionsAreEditedAlongEveryAxis() {
    TensorMap map = new RandomMaps(1, manager).alike().map();

    assertThat(
            Dimensions.insertDimension(map, Axis.SAMPLES, 1, "new", 5)
                .block(0)
                .samples()
                .column("new"))
        .containsOnly(5);
    int[] values = {9, 8, 7, 6, 5};
    TensorMap inserted = Dimensions.appendDimension(map, Axis.PROPERTIES, "new", values);
    assertThat(inserted.block(2).properties().column("new")).containsExactly(values);
    assertThat(inserted.block(2).gradient("positions").properties())
        .isEqualTo(inserted.block(2).properties());
    TensorMap removed = Dimensions.removeDimension(inserted, Axis.PROPERTIES, "new");
    assertThat(Comparisons.equal(removed, map)).isTrue();
    assertThat(Dimensions.permuteDimensions(map, Axis.KEYS, 1, 0).keys().names())
        .containsExactly("neighbor", "center");
    TensorMap components = Dimensions.renameDimension(map, Axis.COMPONENTS, "m", "lambda");
    assertThat(components.componentNames()).containsExactly("lambda");
    assertThat(components.block(0).gradient("positions").components().get(1).names())
        .containsExactly("lambda");
    assertThatThrownBy(() -> Dimensions.removeDimension(map, Axis.COMPONENTS, "m"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'components' is not a valid axis for 'remove_dimension'");
    assertThatThrownBy(() -> Dimensions.removeDimension(map, Axis.KEYS, "neighbor"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple times: [1]");
  }

  @Test
  void keysKeepTheirOnlyDimension() {
    TensorMap map = new RandomMaps(1, manager).map();
    TensorMap oneDimension = map.keysToProperties(map.keys().names().get(1));
    String only = oneDimension.keys().names().get(0);

    assertThat(oneDimension.keys().names()).hasSize(1);
    assertThatThrownBy(() -> Dimensions.removeDimension(oneDimension, Axis.KEYS, only))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("can not remove the only dimension of the keys, [" + only + "]");
  }

  @Test
  void reductionsOfNothingKeepTheValues() {
    TensorBlock empty =
        new TensorBlock(
            manager.zeros(new Shape(0, 2)),
            Labels.empty(List.of("system", "atom")),
            List.of(),
            Labels.range("n", 2));

    TensorBlock sum = Reductions.sumOverSamplesBlock(empty, List.of("atom"));

    assertThat(sum.samples()).isEqualTo(Labels.empty(List.of("system")));
    TensorBlock all = Reductions.meanOverSamplesBlock(empty, List.of("atom", "system"));
    assertThat(all.samples().size()).isZero();
    TensorMap map = new RandomMaps(1, manager).map();
    assertThatThrownBy(() -> Reductions.sumOverSamples(map, List.of("other")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one of the requested sample name (other) is not part");
  }

  @Test
  void integersHaveMeansThatAreNoIntegers() {
    TensorMap map =
        new TensorMap(
            Labels.single(),
            List.of(
                new TensorBlock(
                    manager.create(new int[] {1, 2}, new Shape(2, 1)),
                    Labels.range("s", 2),
                    List.of(),
                    Labels.range("p", 1))));

    NDArray mean = Reductions.meanOverSamples(map, List.of("s")).block().values();

    assertThat(mean.getDataType()).isEqualTo(DataType.FLOAT64);
    assertThat(mean.toDoubleArray()).containsExactly(1.5);
  }

  @Test
  void blocksAreMadeAroundArrays() {
    NDArray array = manager.create(new double[24], new Shape(2, 3, 2, 2));

    TensorBlock block = Creation.blockFromArray(array);
    assertThat(block.values()).isSameAs(array);
    assertThat(block.samples().names()).containsExactly("sample");
    assertThat(block.components())
        .containsExactly(Labels.range("component_1", 3), Labels.range("component_2", 2));
    TensorBlock named =
        Creation.blockFromArray(array, List.of("a", "b"), List.of(), List.of("x", "y"));
    assertThat(named.shape()).isEqualTo(new Shape(6, 4));
    assertThat(named.samples().entry(4).values()).containsExactly(1, 1);
    assertThat(named.properties().entry(2).values()).containsExactly(1, 0);
    assertThatThrownBy(() -> Creation.blockFromArray(array, List.of("a"), List.of(), List.of("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(2, 3, 2, 2)");
  }

  @Test
  void axesOfArraysWithoutNamesGetThoseOfTheReference() {
    NDArray array = manager.create(new double[24], new Shape(2, 3, 2, 2));

    TensorBlock properties = Creation.blockFromArray(array, null, null, List.of("x", "y"));
    assertThat(properties.samples().names()).containsExactly("sample");
    assertThat(properties.components()).containsExactly(Labels.range("component_1", 3));
    assertThat(properties.shape()).isEqualTo(new Shape(2, 3, 4));
    TensorBlock components = Creation.blockFromArray(array, null, List.of("c", "d"), null);
    assertThat(components.properties().names()).containsExactly("property");
    assertThat(components.components().get(1)).isEqualTo(Labels.range("d", 2));
    List<String> many = List.of("a", "b", "c", "d");
    assertThatThrownBy(() -> Creation.blockFromArray(array, many, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[a, b, c, d] of samples, [] of components and [property]");
    NDArray line = manager.create(new double[3]);
    assertThatThrownBy(() -> Creation.blockFromArray(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have at least two dimensions, got 1");
  }

  @Test
  void positionsBehindTheEndAreNotSliced() {
    try (TensorBlock block =
        Creation.blockFromArray(manager.create(new double[0], new Shape(0, 3)))) {
      assertThatThrownBy(() -> Slicing.sliceBlock(block, Axis.SAMPLES, Selection.of(0)))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("position 0 is out of bounds: a block has 0 entries")
          .hasMessageContaining("[sample]");
      assertThatThrownBy(() -> Slicing.sliceBlock(block, Axis.PROPERTIES, Selection.of(1, 3)))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("position 3 is out of bounds: a block has 3 entries");
    }
  }

  @Test
  void optionsOfJoinHaveTheNamesOfTheReference() {
    assertThat(DifferentKeys.values())
        .allSatisfy(option -> assertThat(DifferentKeys.of(option.toString())).isSameAs(option));
    assertThatThrownBy(() -> DifferentKeys.of("all"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'all'")
        .hasMessageContaining("'error', 'intersection' or 'union'");
  }

  @Test
  void oneHotEncodingNeedsAllValues() {
    Labels labels = new Labels(List.of("atom", "type"), new int[][] {{0, 6}, {1, 1}, {2, 6}});

    NDArray encoded =
        Metadata.oneHot(labels, new Labels(List.of("type"), new int[][] {{1}, {6}}), manager);

    assertThat(encoded.getShape()).isEqualTo(new Shape(3, 2));
    assertThat(encoded.toIntArray()).containsExactly(0, 1, 1, 0, 0, 1);
    Labels few = new Labels(List.of("type"), new int[][] {{1}});
    assertThatThrownBy(() -> Metadata.oneHot(labels, few, manager))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("type=6 is present in the labels, but was not found in the dimension");
  }

  @Test
  void newValuesHaveTheGradientsThatAreAskedFor() {
    TensorMap map = new RandomMaps(1, manager).map();

    TensorMap random = Creation.randomUniformLike(map);
    assertThat(Comparisons.equalMetadata(random, map)).isTrue();
    for (double value : random.block(0).values().toDoubleArray()) {
      assertThat(value).isBetween(0.0, 1.0);
    }
    assertThat(Creation.onesLike(map).block(0).values().toDoubleArray()).containsOnly(1.0);
    assertThat(Creation.zerosLike(map, List.of(), false).block(0).gradientsList()).isEmpty();
    assertThatThrownBy(() -> Creation.onesLike(map, List.of("other"), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("requested gradient 'other' in 'ones_like' is not defined");
  }

  @Test
  void leastSquaresAreFoundByEveryDriver() {
    RandomMaps random = new RandomMaps(1, manager);
    Labels samples = Labels.range("s", 8);
    TensorMap x =
        new TensorMap(
            Labels.single(),
            List.of(new TensorBlock(random.array(8, 3), samples, List.of(), Labels.range("p", 3))));
    TensorMap y =
        new TensorMap(
            Labels.single(),
            List.of(new TensorBlock(random.array(8, 2), samples, List.of(), Labels.range("q", 2))));

    TensorMap w = LinearAlgebra.lstsq(x, y);

    assertThat(w.block().shape()).isEqualTo(new Shape(2, 3));
    for (String driver : List.of("gels", "gelsy", "gelsd", "gelss")) {
      assertThat(
              Comparisons.allclose(LinearAlgebra.lstsq(x, y, 1e-13, driver), w, 1e-9, 1e-9, false))
          .isTrue();
    }
    assertThatThrownBy(() -> LinearAlgebra.lstsq(x, y, 1e-13, "other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'other'");
    assertThatThrownBy(() -> LinearAlgebra.solve(x, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("should be a square 2D array, got one of shape (8, 3)");
  }

  @Test
  void transposedValuesAreNotContiguous() {
    try (NDManager torch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray transposed = torch.create(new double[] {1, 2, 3, 4, 5, 6}, new Shape(3, 2));
      TensorMap map = single(transposed.transpose());

      assertThat(Layout.isContiguous(map)).isFalse();
      TensorMap contiguous = Layout.makeContiguous(map);
      assertThat(Layout.isContiguous(contiguous)).isTrue();
      assertThat(contiguous.block().values().toDoubleArray()).containsExactly(1, 3, 5, 2, 4, 6);
      assertThat(Layout.makeContiguous(contiguous).block().values())
          .isSameAs(contiguous.block().values());
    }
  }

  private static TensorMap single(NDArray values) {
    Shape shape = values.getShape();
    return new TensorMap(
        Labels.single(),
        List.of(
            new TensorBlock(
                values,
                Labels.range("s", (int) shape.get(0)),
                List.of(),
                Labels.range("p", (int) shape.get(1)))));
  }

  private static Labels keys(int center) {
    return new Labels(List.of("center"), new int[][] {{center}});
  }
}
