package org.tensormap.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tensormap.Labels;
import org.tensormap.RandomMaps;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** What PyTorch derives through operations, against differences of results. */
class AutomaticDifferentiationTest {
  private static final double STEP = 1e-5;
  private static final Labels SAMPLES =
      new Labels(List.of("system", "atom"), new int[][] {{1, 1}, {0, 0}, {0, 1}, {1, 0}});
  private static final Labels PROPERTIES =
      new Labels(List.of("n", "l"), new int[][] {{1, 0}, {0, 0}, {1, 1}, {0, 1}});

  private NDManager manager;

  @BeforeEach
  void openManager() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @TestFactory
  Stream<DynamicTest> operationsAreDifferentiated() {
    Map<String, UnaryOperator<TensorMap>> operations = new TreeMap<>();
    List<String> atom = List.of("atom");
    operations.put("abs", Arithmetic::abs);
    operations.put("add", map -> Arithmetic.add(map, map));
    operations.put("multiply", map -> Arithmetic.multiply(map, map));
    operations.put("divide", map -> Arithmetic.divide(Arithmetic.pow(map, 3), map));
    operations.put("dot", map -> LinearAlgebra.dot(map, map));
    operations.put("solve", map -> LinearAlgebra.solve(map, map("y", 5)));
    operations.put("lstsq", map -> LinearAlgebra.lstsq(map, map("y", 5), 1e-12));
    operations.put("sum", map -> Reductions.sumOverSamples(map, atom));
    operations.put("mean", map -> Reductions.meanOverSamples(map, atom));
    operations.put("std", map -> Reductions.stdOverSamples(map, atom));
    operations.put("var", map -> Reductions.varOverProperties(map, List.of("l")));
    operations.put("sort", Sorting::sort);
    operations.put("slice", map -> Slicing.slice(map, Axis.SAMPLES, Selection.of(2, 0)));
    operations.put(
        "join",
        map -> Joining.join(List.of(map, map), Axis.PROPERTIES, DifferentKeys.ERROR, "which"));
    operations.put("rename", map -> Dimensions.appendDimension(map, Axis.KEYS, "new", 0));
    operations.put("keys", map -> map.keysToProperties("k"));
    return operations.entrySet().stream()
        .map(
            operation ->
                DynamicTest.dynamicTest(
                    operation.getKey(), () -> assertDifferentiated(operation.getValue())));
  }

  private void assertDifferentiated(UnaryOperator<TensorMap> operation) {
    openManager();
    double[] start = new RandomMaps(1, manager).array(4, 4).toDoubleArray();
    double[] direction = new Random(2).doubles(16, -1, 1).toArray();
    double difference =
        (sumOfSquares(operation.apply(map(start, direction, STEP)))
                - sumOfSquares(operation.apply(map(start, direction, -STEP))))
            / (2 * STEP);

    TensorMap map = map(start, direction, 0);
    map.block().values().setRequiresGradient(true);
    JniUtils.setGradMode(true);
    try {
      NDArray result = operation.apply(map).block().values().pow(2).sum();
      JniUtils.backward((PtNDArray) result, (PtNDArray) manager.create(1.0), false, false);
    } finally {
      JniUtils.setGradMode(false);
    }
    double[] gradient = map.block().values().getGradient().toDoubleArray();
    double derivative = 0;
    for (int i = 0; i < gradient.length; i++) {
      derivative += gradient[i] * direction[i];
    }
    assertThat(derivative).isCloseTo(difference, within(1e-5 * Math.max(1, Math.abs(difference))));
    closeManager();
  }

  @Test
  void detachedValuesAreConstants() {
    TensorMap map = map("p", 1);
    map.block().values().setRequiresGradient(true);

    assertThat(Gradients.detach(map).block().values().hasGradient()).isFalse();
    assertThat(map.block().values().hasGradient()).isTrue();
    assertThat(Gradients.requiresGrad(map, false).block().values().hasGradient()).isFalse();
    TensorMap leaf = Gradients.requiresGrad(Gradients.detach(map), true);
    assertThat(leaf.block().values().hasGradient()).isTrue();
    assertThat(Creation.zerosLike(map, List.of(), true).block().values().hasGradient()).isTrue();
    assertThat(Creation.zerosLike(map).block().values().hasGradient()).isFalse();
  }

  private static double sumOfSquares(TensorMap map) {
    return map.block().values().pow(2).sum().getDouble();
  }

  private TensorMap map(double[] start, double[] direction, double t) {
    double[] values = new double[start.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = start[i] + (i % 5 == 0 ? 3 : 0) + t * direction[i];
    }
    return map(manager.create(values, new Shape(4, 4)), PROPERTIES);
  }

  private TensorMap map(String property, long seed) {
    return map(new RandomMaps(seed, manager).array(4, 3), Labels.range(property, 3));
  }

  private static TensorMap map(NDArray values, Labels properties) {
    return new TensorMap(
        Labels.range("k", 1), List.of(new TensorBlock(values, SAMPLES, List.of(), properties)));
  }
}
