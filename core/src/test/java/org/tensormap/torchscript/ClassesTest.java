package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** A model that calls the methods of the classes, and what the tests of them share. */
abstract class ClassesTest {
  static final Labels TABLE = new Labels(List.of("a", "b"), new int[][] {{3, -1}, {0, 7}});

  private static TorchScriptModel model;

  final HostNDManager host = HostNDManager.newManager();
  private final NDManager results = NDManager.newBaseManager(Device.cpu(), "PyTorch");

  @BeforeAll
  static void loadModel() throws IOException {
    try (HostNDManager host = HostNDManager.newManager()) {
      Labels one = Labels.range("n", 1);
      TensorBlock block = block(array(host, 1, 1), Labels.range("s", 1), one);
      block.addGradient("x", block(array(host, 1, 1), Labels.range("sample", 1), one));
      TensorMap map =
          new TensorMap(
              Labels.single(), List.of(block(array(host, 1, 1), Labels.range("s", 1), one)));
      map.setInfo("unit", "eV");
      model =
          ClassesModel.load(
              List.of(Map.of("table", TABLE), Map.of(), Map.of("range", one)), block, map);
    }
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  @AfterEach
  void closeManagers() {
    results.close();
    host.close();
  }

  /** Calls a method of the model. */
  Object call(String method, Object... arguments) {
    return model.call(results, method, Arrays.asList(arguments));
  }

  <T> T call(Class<T> type, String method, Object... arguments) {
    return type.cast(call(method, arguments));
  }

  List<?> callForList(String method, Object... arguments) {
    return call(List.class, method, arguments);
  }

  /** Calls a method that should fail with a Python exception. */
  AbstractThrowableAssert<?, ?> assertRaises(String exception, String method, Object... arguments) {
    return assertThatThrownBy(() -> call(method, arguments))
        .isInstanceOfSatisfying(
            ModelCallException.class,
            failure -> assertThat(failure.exceptionType()).isEqualTo(exception));
  }

  NDArray ints(int[]... rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    return host.create(
        Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray(),
        new Shape(rows.length, columns));
  }

  /** An array of float64 with the values 0, 1, 2... */
  static NDArray array(NDManager manager, long... shape) {
    int size = Math.toIntExact(new Shape(shape).size());
    double[] values = new double[size];
    Arrays.setAll(values, i -> i);
    return manager.create(values, new Shape(shape));
  }

  static TensorBlock block(NDArray values, Labels samples, Labels properties) {
    return new TensorBlock(values, samples, List.of(), properties);
  }

  static void assertSame(TensorMap actual, TensorMap expected) {
    assertThat(actual.keys()).isEqualTo(expected.keys());
    for (int i = 0; i < expected.size(); i++) {
      assertSame(actual.block(i), expected.block(i));
    }
    assertThat(actual.info()).isEqualTo(expected.info());
  }

  static void assertSame(TensorBlock actual, TensorBlock expected) {
    assertThat(actual.samples()).isEqualTo(expected.samples());
    assertThat(actual.components()).isEqualTo(expected.components());
    assertThat(actual.properties()).isEqualTo(expected.properties());
    assertThat(actual.dtype()).isEqualTo(expected.dtype());
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.values().toByteBuffer(true)).isEqualTo(expected.values().toByteBuffer(true));
    assertThat(actual.gradientsList()).containsExactlyElementsOf(expected.gradientsList());
    expected
        .gradients()
        .forEach((parameter, gradient) -> assertSame(actual.gradient(parameter), gradient));
  }
}
