package org.tensormap.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.RandomMaps;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

class OwnershipTest {
  private static Map<String, Function<TensorMap, TensorMap>> operations() {
    Map<String, Function<TensorMap, TensorMap>> operations = new TreeMap<>();
    List<String> atom = List.of("atom");
    List<String> l = List.of("l");
    Labels some = new Labels(List.of("n"), new int[][] {{0}, {2}});
    operations.put("abs", Arithmetic::abs);
    operations.put("add", map -> Arithmetic.add(map, map));
    operations.put("add a number", map -> Arithmetic.add(map, 1));
    operations.put("subtract", map -> Arithmetic.subtract(map, map));
    operations.put("multiply", map -> Arithmetic.multiply(map, map));
    operations.put("multiply by a number", map -> Arithmetic.multiply(map, 2));
    operations.put("divide", map -> Arithmetic.divide(map, map));
    operations.put("pow", map -> Arithmetic.pow(map, 2));
    operations.put("sum", map -> Reductions.sumOverSamples(map, atom));
    operations.put("mean", map -> Reductions.meanOverProperties(map, l));
    operations.put("std", map -> Reductions.stdOverSamples(map, atom));
    operations.put("var", map -> Reductions.varOverProperties(map, l));
    operations.put("join", map -> Joining.join(List.of(map), Axis.SAMPLES));
    operations.put(
        "join properties",
        map -> Joining.join(List.of(map, map), Axis.PROPERTIES, DifferentKeys.UNION, "which"));
    operations.put(
        "join samples",
        map -> Joining.join(List.of(map, map), Axis.SAMPLES, DifferentKeys.INTERSECTION, "which"));
    operations.put("slice", map -> Slicing.slice(map, Axis.SAMPLES, Selection.of(0, 2)));
    operations.put("slice properties", map -> Slicing.slice(map, Axis.PROPERTIES, some));
    operations.put("sort", Sorting::sort);
    operations.put("rename", map -> Dimensions.renameDimension(map, Axis.SAMPLES, "atom", "a"));
    operations.put("append", map -> Dimensions.appendDimension(map, Axis.KEYS, "new", 3));
    operations.put(
        "filter",
        map -> BlockSelection.filterBlocks(map, new Labels(List.of("center"), new int[][] {{6}})));
    operations.put("drop", BlockSelection::dropEmptyBlocks);
    operations.put("zeros", Creation::zerosLike);
    operations.put("ones", Creation::onesLike);
    operations.put("random", Creation::randomUniformLike);
    operations.put("empty", Creation::emptyLike);
    operations.put("remove gradients", Gradients::removeGradients);
    operations.put("detach", Gradients::detach);
    operations.put("requires grad", map -> Gradients.requiresGrad(map, true));
    operations.put("contiguous", Layout::makeContiguous);
    operations.put("to", map -> Layout.to(map, DataType.FLOAT32, Device.cpu()));
    operations.put("copy", TensorMap::copy);
    operations.put("keys to samples", map -> map.keysToSamples("center"));
    operations.put("keys to properties", map -> map.keysToProperties("center"));
    return operations;
  }

  @TestFactory
  Stream<DynamicTest> nothingIsLeftInPyTorchWhenTheResultIsClosed() {
    return operations().entrySet().stream()
        .map(
            operation ->
                DynamicTest.dynamicTest(
                    operation.getKey(),
                    () -> {
                      try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
                        assertNothingIsLeft(manager, operation.getValue());
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> nothingIsLeftOfHostArraysWhenTheResultIsClosed() {
    return operations().entrySet().stream()
        .map(
            operation ->
                DynamicTest.dynamicTest(
                    operation.getKey(),
                    () -> {
                      try (HostNDManager manager = HostNDManager.newManager()) {
                        assertNothingIsLeft(manager, operation.getValue());
                      }
                    }));
  }

  private static void assertNothingIsLeft(
      NDManager manager, Function<TensorMap, TensorMap> operation) {
    TensorMap map = new RandomMaps(1, manager).alike().map();
    double value = map.block(0).values().getDouble(0, 0, 0);
    int before = manager.getManagedArrays().size();

    TensorMap result = operation.apply(map);
    result.close();

    assertThat(manager.getManagedArrays()).hasSize(before);
    assertThat(map.block(0).values().getDouble(0, 0, 0)).isEqualTo(value);
    map.close();
    assertThat(manager.getManagedArrays()).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> resultsOutliveWhatTheyWereMadeOf() {
    return operations().entrySet().stream()
        .map(
            operation ->
                DynamicTest.dynamicTest(
                    operation.getKey(),
                    () -> {
                      try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
                        TensorMap map = new RandomMaps(1, manager).alike().map();
                        TensorMap result = operation.getValue().apply(map);
                        map.close();
                        for (TensorBlock block : result.blocks()) {
                          assertThat(block.values().toByteBuffer().remaining()).isPositive();
                        }
                      }
                    }));
  }

  @Test
  void nothingIsLeftOfAnOperationThatFails() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      TensorMap plain = new RandomMaps(1, manager).alike().map();
      List<TensorBlock> blocks = plain.blocks().stream().map(OwnershipTest::withNested).toList();
      TensorMap map = new TensorMap(plain.keys(), blocks);
      int before = manager.getManagedArrays().size();

      assertThatThrownBy(() -> Arithmetic.multiply(map, map))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "gradients of gradients are not supported, got gradients with respect to [again]");

      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  private static TensorBlock withNested(TensorBlock block) {
    TensorBlock copy = block.copy(false);
    TensorBlock gradient = copy.gradient("positions");
    gradient.addGradient("again", Creation.zerosLikeBlock(nested(gradient)));
    return copy;
  }

  private static TensorBlock nested(TensorBlock gradient) {
    return gradient.withLabels(
        new Labels(
            List.of("sample", "moved"),
            IntStream.range(0, gradient.size())
                .mapToObj(i -> new int[] {i, 0})
                .toArray(int[][]::new)),
        gradient.components(),
        gradient.properties());
  }
}
