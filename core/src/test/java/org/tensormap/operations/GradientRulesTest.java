package org.tensormap.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.RandomMaps;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * Explicit gradients of results against differences of results: the values move on a line, {@code
 * x(t) = x + t dx}, and {@code dx} is their gradient with respect to {@code t}.
 */
class GradientRulesTest {
  private static final double STEP = 1e-5;
  private static final Labels SAMPLES =
      new Labels(
          List.of("system", "atom"),
          new int[][] {{2, 1}, {0, 0}, {0, 1}, {2, 0}, {1, 0}, {2, 4}, {0, 7}});
  private static final Labels PROPERTIES =
      new Labels(List.of("n", "l"), new int[][] {{1, 0}, {0, 0}, {1, 1}, {0, 2}, {0, 1}});
  private static final Labels COMPONENTS = Labels.range("m", 2);

  private final HostNDManager manager = HostNDManager.newManager();

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @TestFactory
  Stream<DynamicTest> gradientsOfResultsAreTheDerivativesOfResults() {
    Map<String, UnaryOperator<TensorMap>> operations = new TreeMap<>();
    TensorMap rows = Gradients.removeGradients(withoutComponents());
    operations.put("abs", Arithmetic::abs);
    operations.put("add a number", map -> Arithmetic.add(map, 0.3));
    operations.put("add", map -> Arithmetic.add(map, Arithmetic.multiply(map, 2)));
    operations.put("subtract", map -> Arithmetic.subtract(map, Arithmetic.pow(map, 2)));
    operations.put("multiply by a number", map -> Arithmetic.multiply(map, -2));
    operations.put("multiply by itself", map -> Arithmetic.multiply(map, map));
    operations.put("divide by a number", map -> Arithmetic.divide(map, 3));
    operations.put("divide one by it", map -> Arithmetic.divide(Arithmetic.pow(map, 2), map));
    operations.put("pow", map -> Arithmetic.pow(map, 3));
    operations.put("dot", map -> LinearAlgebra.dot(map, rows));
    List<String> atom = List.of("atom");
    operations.put("sum over samples", map -> Reductions.sumOverSamples(map, atom));
    operations.put("mean over samples", map -> Reductions.meanOverSamples(map, atom));
    operations.put("var over samples", map -> Reductions.varOverSamples(map, atom));
    operations.put("std over samples", map -> Reductions.stdOverSamples(map, atom));
    List<String> all = List.of("atom", "system");
    operations.put("std over all samples", map -> Reductions.stdOverSamples(map, all));
    List<String> l = List.of("l");
    operations.put("sum over properties", map -> Reductions.sumOverProperties(map, l));
    operations.put("mean over properties", map -> Reductions.meanOverProperties(map, l));
    operations.put("var over properties", map -> Reductions.varOverProperties(map, l));
    operations.put("std over properties", map -> Reductions.stdOverProperties(map, l));
    operations.put("sort", Sorting::sort);
    operations.put("sort descending", map -> Sorting.sort(map, List.of(Axis.values()), true));
    operations.put("slice samples", map -> Slicing.slice(map, Axis.SAMPLES, Selection.of(5, 0, 3)));
    operations.put(
        "slice properties", map -> Slicing.slice(map, Axis.PROPERTIES, Selection.of(4, 1)));
    operations.put(
        "join samples",
        map -> Joining.join(List.of(map, map), Axis.SAMPLES, DifferentKeys.ERROR, "which"));
    operations.put(
        "join properties",
        map -> Joining.join(List.of(map, map), Axis.PROPERTIES, DifferentKeys.ERROR, "which"));
    operations.put("keys to samples", map -> map.keysToSamples("k"));
    operations.put("keys to properties", map -> map.keysToProperties("k"));
    operations.put("components to properties", map -> map.componentsToProperties("m"));
    return operations.entrySet().stream()
        .map(
            operation ->
                DynamicTest.dynamicTest(
                    operation.getKey(), () -> assertDerivative(operation.getValue())));
  }

  private void assertDerivative(UnaryOperator<TensorMap> operation) {
    TensorMap before = operation.apply(onLine(1, -STEP, SAMPLES, PROPERTIES));
    TensorMap result = operation.apply(onLine(1, 0, SAMPLES, PROPERTIES));
    TensorMap after = operation.apply(onLine(1, STEP, SAMPLES, PROPERTIES));
    for (int i = 0; i < result.size(); i++) {
      double[] low = before.block(i).values().toDoubleArray();
      double[] high = after.block(i).values().toDoubleArray();
      TensorBlock gradient = result.block(i).gradient("t");
      double[] derivative = gradient.values().toDoubleArray();
      assertThat(derivative).hasSameSizeAs(low);
      int rowLength = low.length / result.block(i).size();
      int[] sample = gradient.samples().column("sample");
      for (int at = 0; at < derivative.length; at++) {
        int value = sample[at / rowLength] * rowLength + at % rowLength;
        assertThat(derivative[at]).isCloseTo((high[value] - low[value]) / (2 * STEP), within(1e-6));
      }
    }
  }

  /** A map at a point of a line, with its direction as gradient. */
  private TensorMap onLine(long seed, double t, Labels samples, Labels properties) {
    RandomMaps random = new RandomMaps(seed, manager);
    return new TensorMap(
        Labels.range("k", 2),
        List.of(block(random, t, samples, properties), block(random, t, samples, properties)));
  }

  private TensorBlock block(RandomMaps random, double t, Labels samples, Labels properties) {
    long[] shape = {samples.size(), COMPONENTS.size(), properties.size()};
    double[] start = random.array(shape).toDoubleArray();
    double[] direction = random.array(shape).toDoubleArray();
    double[] values = new double[start.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = start[i] + Math.copySign(0.5, start[i]) + t * direction[i];
    }
    TensorBlock block =
        new TensorBlock(
            manager.create(values, new Shape(shape)), samples, List.of(COMPONENTS), properties);
    block.addGradient(
        "t",
        new TensorBlock(
            manager.create(direction, new Shape(shape[0], 1, shape[1], shape[2])),
            Labels.range("sample", samples.size()),
            List.of(Labels.range("direction", 1), COMPONENTS),
            properties));
    return block;
  }

  private TensorMap withoutComponents() {
    RandomMaps random = new RandomMaps(9, manager);
    Labels samples = Labels.range("s", 3);
    return new TensorMap(
        Labels.range("k", 2),
        List.of(
            new TensorBlock(random.array(3, PROPERTIES.size()), samples, List.of(), PROPERTIES),
            new TensorBlock(random.array(3, PROPERTIES.size()), samples, List.of(), PROPERTIES)));
  }
}
