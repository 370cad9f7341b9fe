package org.tensormap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TensorBlockTest {
  private static final Labels XYZ = Labels.range("xyz", 3);
  private static final Labels PROPERTIES = Labels.range("n", 2);

  private final HostNDManager manager = HostNDManager.newManager();

  @AfterEach
  void closeArrays() {
    manager.close();
  }

  @Test
  void aBlockHasWhatItWasMadeOf() {
    NDArray values = zeros(4, 3, 2);
    Labels samples = Labels.range("system", 4);

    TensorBlock block = new TensorBlock(values, samples, List.of(XYZ), PROPERTIES);

    assertThat(block.values()).isSameAs(values);
    assertThat(block.samples()).isSameAs(samples);
    assertThat(block.components()).containsExactly(XYZ);
    assertThat(block.properties()).isSameAs(PROPERTIES);
    assertThat(block.shape()).isEqualTo(new Shape(4, 3, 2));
    assertThat(block.size()).isEqualTo(4);
    assertThat(block.dtype()).isEqualTo(DataType.FLOAT64);
    assertThat(block.device()).isEqualTo(Device.cpu());
    assertThat(block.gradientsList()).isEmpty();
  }

  @Test
  void labelsThatDoNotFitTheShapeAreRefusedWithTheAxis() {
    Labels samples = Labels.range("system", 4);
    assertRefused(
        () -> new TensorBlock(zeros(4, 2), samples, List.of(XYZ), PROPERTIES),
        "invalid block: the values have 2 dimensions, but we have 3 separate labels"
            + " (1 for samples, 1 for components and 1 for properties)");
    assertRefused(
        () -> new TensorBlock(zeros(5, 3, 2), samples, List.of(XYZ), PROPERTIES),
        "invalid block: the values shape along axis 0 is 5 but we have 4 sample label entries");
    assertRefused(
        () -> new TensorBlock(zeros(4, 2, 2), samples, List.of(XYZ), PROPERTIES),
        "invalid block: the values shape along axis 1 is 2 but we have 3 entries for the"
            + " corresponding component 'xyz'");
    assertRefused(
        () -> new TensorBlock(zeros(4, 3, 7), samples, List.of(XYZ), PROPERTIES),
        "invalid block: the values shape along axis 2 is 7 but we have 2 property label entries");
  }

  @Test
  void componentsWithoutOneDimensionEachAreRefused() {
    Labels samples = Labels.range("system", 4);
    Labels pairs = new Labels(List.of("a", "b"), new int[][] {{0, 0}, {0, 1}, {0, 2}});
    assertRefused(
        () -> new TensorBlock(zeros(4, 3, 2), samples, List.of(pairs), PROPERTIES),
        "component labels must have a single dimension, got 2: [a, b] for component 0");
    assertRefused(
        () -> new TensorBlock(zeros(4, 3, 3, 2), samples, List.of(XYZ, XYZ), PROPERTIES),
        "invalid block: some of the component dimensions appear more than once in component"
            + " labels: 'xyz'");
    assertRefused(
        () ->
            new TensorBlock(
                zeros(4, 0, 2), samples, List.of(Labels.empty(List.of("xyz"))), PROPERTIES),
        "component 'xyz' must contain at least one entry, got 0");
  }

  @Test
  void gradientsAreKeptInOrderAndNested() {
    TensorBlock block = block();
    TensorBlock positions = gradient(List.of(Labels.range("direction", 3), XYZ), 3, 3);
    TensorBlock cell = gradient(List.of(XYZ), 3);
    TensorBlock second = gradient(List.of(XYZ), 3);
    block.addGradient("positions", positions);
    block.addGradient("cell", cell);
    cell.addGradient("parameter", second);

    assertThat(block.gradientsList()).containsExactly("positions", "cell");
    assertThat(block.hasGradient("cell")).isTrue();
    assertThat(block.hasGradient("parameter")).isFalse();
    assertThat(block.gradient("positions")).isSameAs(positions);
    assertThat(block.gradients().values()).containsExactly(positions, cell);
    assertThat(block.gradient("cell").gradient("parameter")).isSameAs(second);
    assertThatThrownBy(() -> block.gradients().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertRefused(
        () -> block.gradient("parameter"),
        "can not find gradients with respect to 'parameter' in this block, which has"
            + " [positions, cell]");
    assertRefused(
        () -> block.addGradient("cell", gradient(List.of(XYZ), 3)),
        "gradient with respect to 'cell' already exists for this block");
  }

  @Test
  void gradientsThatDoNotFitTheBlockAreRefused() {
    TensorBlock block = block();
    Labels samples = Labels.range("sample", 4);
    assertNoGradient(
        new TensorBlock(
            manager.create(new Shape(4, 3, 2), DataType.FLOAT32),
            samples,
            List.of(XYZ),
            PROPERTIES),
        "the gradient values have dtype 'f32' but the block values have dtype 'f64'");
    assertNoGradient(
        new TensorBlock(zeros(4, 3, 2), block.samples(), List.of(XYZ), PROPERTIES),
        "the first dimension in the gradients samples labels should be 'sample', got [system]");
    Labels beyond = new Labels(List.of("sample"), new int[] {0, 4});
    assertNoGradient(
        new TensorBlock(zeros(2, 3, 2), beyond, List.of(XYZ), PROPERTIES),
        "invalid value for the 'sample' dimension in gradient samples: we got 4, but the values"
            + " contain 4 samples");
    assertNoGradient(
        new TensorBlock(zeros(4, 3, 3), samples, List.of(XYZ), Labels.range("n", 3)),
        "gradient properties must be the same as values properties, got dimensions [n] with 3"
            + " entries and [n] with 2");
    assertNoGradient(
        new TensorBlock(zeros(4, 2), samples, List.of(), PROPERTIES),
        "gradients components should contain at least as many labels as the values components, got"
            + " 0 and 1");
    assertNoGradient(
        new TensorBlock(
            zeros(4, 3, 3, 2), samples, List.of(XYZ, Labels.range("direction", 3)), PROPERTIES),
        "gradients and values components mismatch for values component 0 (dimension name is"
            + " 'xyz')");
  }

  @Test
  void blocksArePrintedAsTheReferenceDoes() {
    Labels samples = new Labels(List.of("s_1", "s_2"), new int[][] {{0, 0}, {1, 1}, {2, 2}});
    List<Labels> components =
        List.of(Labels.range("c_1", 3), Labels.range("c_2", 1), Labels.range("c_3", 2));
    Labels properties = new Labels(List.of("p_1", "p_2"), new int[][] {{0, 0}, {1, 1}});
    TensorBlock block = new TensorBlock(zeros(3, 3, 1, 2, 2), samples, components, properties);
    Labels gradientSamples = new Labels(List.of("sample", "g"), new int[][] {{0, 0}, {2, 2}});
    block.addGradient(
        "g", new TensorBlock(zeros(2, 3, 1, 2, 2), gradientSamples, components, properties));

    assertThat(block)
        .hasToString(
            """
            TensorBlock with shape (3, 3, 1, 2, 2)
                samples: [s_1, s_2]
                components: [c_1, c_2, c_3]
                properties: [p_1, p_2]

                gradients:
                    g => TensorBlock with shape (2, 3, 1, 2, 2)""");
    assertThat(block.gradient("g"))
        .hasToString(
            """
            TensorBlock gradient for 'g', with shape (2, 3, 1, 2, 2)
                samples: [sample, g]
                components: [c_1, c_2, c_3]
                properties: [p_1, p_2]""");
    assertThat(new TensorBlock(zeros(3, 2), Labels.range("s", 3), List.of(), Labels.range("p", 2)))
        .hasToString(
            """
            TensorBlock with shape (3, 2)
                samples: [s]
                properties: [p]""");
  }

  @Test
  void closingABlockClosesItsValuesAndThoseOfItsGradients() {
    TensorBlock block = block();
    TensorBlock gradient = gradient(List.of(XYZ), 3);
    block.addGradient("cell", gradient);

    block.close();
    block.close();

    assertThatThrownBy(() -> block.values().toByteBuffer(true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> gradient.values().toByteBuffer(true))
        .isInstanceOf(IllegalStateException.class);
  }

  private TensorBlock block() {
    return new TensorBlock(zeros(4, 3, 2), Labels.range("system", 4), List.of(XYZ), PROPERTIES);
  }

  /** A gradient of {@link #block()} with the given components, and their lengths. */
  private TensorBlock gradient(List<Labels> components, long... lengths) {
    Shape shape = new Shape(4);
    for (long length : lengths) {
      shape = shape.add(length);
    }
    NDArray values = manager.create(shape.add(2), DataType.FLOAT64);
    return new TensorBlock(values, Labels.range("sample", 4), components, PROPERTIES);
  }

  private NDArray zeros(long... shape) {
    return manager.create(new Shape(shape), DataType.FLOAT64);
  }

  private void assertNoGradient(TensorBlock gradient, String message) {
    assertRefused(
        () -> block().addGradient("p", gradient), "gradient with respect to 'p': " + message);
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
