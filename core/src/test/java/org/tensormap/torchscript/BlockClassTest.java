package org.tensormap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

class BlockClassTest extends ClassesTest {
  private final Labels samples = Labels.range("s", 2);
  private final Labels component = Labels.range("c", 3);
  private final Labels properties = Labels.range("p", 4);
  private final Labels moved =
      new Labels(List.of("sample", "atom"), new int[][] {{0, 2}, {0, 5}, {1, 0}});

  private TensorBlock block() {
    return new TensorBlock(array(host, 2, 3, 4), samples, List.of(component), properties);
  }

  private TensorBlock gradient() {
    return new TensorBlock(
        array(host, 3, 2, 3, 4), moved, List.of(Labels.range("xyz", 2), component), properties);
  }

  @Test
  void blockIsMadeOfItsParts() {
    assertSame(
        call(
            TensorBlock.class,
            "make_block",
            array(host, 2, 3, 4),
            samples,
            List.of(component),
            properties),
        block());
  }

  @Test
  void labelsThatDoNotFitTheValuesAreRefused() {
    assertRaises("ValueError", "make_block", array(host, 2, 3), samples, List.of(), properties)
        .hasMessageContaining("shape along axis 1 is 3 but we have 4 property label entries");
    assertRaises("ValueError", "make_block", array(host, 3, 4), samples, List.of(), properties)
        .hasMessageContaining("shape along axis 0 is 3 but we have 2 sample label entries");
    assertRaises(
            "ValueError", "make_block", array(host, 2, 4), samples, List.of(component), properties)
        .hasMessageContaining("the values have 2 dimensions, but we have 3 separate labels");
    assertRaises(
            "ValueError",
            "make_block",
            array(host, 2, 2, 4),
            samples,
            List.of(component),
            properties)
        .hasMessageContaining("shape along axis 1 is 2 but we have 3 entries");
  }

  @Test
  void componentsHaveOneDimensionOfTheirOwnAndEntries() {
    assertRaises(
            "ValueError",
            "make_block",
            array(host, 2, 2, 4),
            samples,
            List.of(new Labels(List.of("a", "b"), new int[][] {{0, 0}, {1, 1}})),
            properties)
        .hasMessageContaining("must have a single dimension, got 2: [a, b] for component 0");
    assertRaises(
            "ValueError",
            "make_block",
            array(host, 2, 3, 3, 4),
            samples,
            List.of(component, component),
            properties)
        .hasMessageContaining("some of the component dimensions appear more than once");
    assertRaises(
            "ValueError",
            "make_block",
            array(host, 2, 0, 4),
            samples,
            List.of(Labels.range("c", 0)),
            properties)
        .hasMessageContaining("component 'c' must contain at least one entry, got 0");
  }

  @Test
  void gradientIsAdded() {
    TensorBlock expected = block();
    expected.addGradient("g", gradient());
    assertSame(call(TensorBlock.class, "with_gradient", block(), gradient()), expected);
  }

  @Test
  void gradientWithoutSamplesIsAdded() {
    TensorBlock gradient = block(array(host, 0, 4), Labels.empty(List.of("sample")), properties);
    TensorBlock block = block(array(host, 2, 4), samples, properties);
    assertThat(call(TensorBlock.class, "with_gradient", block, gradient).gradient("g").size())
        .isZero();
  }

  @Test
  void gradientThatDoesNotFitIsRefused() {
    TensorBlock block = block(array(host, 2, 4), samples, properties);
    assertGradientRefused(
        block,
        block(array(host, 1, 4), Labels.range("atom", 1), properties),
        "'atom' is not valid for the first dimension in the gradients samples labels");
    assertGradientRefused(
        block,
        block(array(host, 3, 4), Labels.range("sample", 3), properties),
        "we got 2, but the values contain 2 samples");
    assertGradientRefused(
        block,
        block(
            array(host, 2, 4), new Labels(List.of("sample"), new int[][] {{1}, {-3}}), properties),
        "all values should be positive, but we got -3");
    assertGradientRefused(
        block,
        block(array(host, 1, 4), Labels.range("sample", 1), Labels.range("q", 4)),
        "gradient properties must be the same as values properties");
    assertGradientRefused(
        block,
        block(
            array(host, 1, 4).toType(DataType.FLOAT32, false),
            Labels.range("sample", 1),
            properties),
        "the gradient values have dtype 'f32' but the block values have dtype 'f64'");
    assertGradientRefused(
        block(),
        block(array(host, 1, 4), Labels.range("sample", 1), properties),
        "should contain at least as many labels as the values components");
    assertGradientRefused(
        block(),
        new TensorBlock(
            array(host, 1, 2, 4),
            Labels.range("sample", 1),
            List.of(Labels.range("c", 2)),
            properties),
        "mismatch for values component 0 (dimension name is 'c')");
  }

  private void assertGradientRefused(TensorBlock block, TensorBlock gradient, String message) {
    assertRaises("ValueError", "with_gradient", block, gradient).hasMessageContaining(message);
  }

  @Test
  void gradientsOfGradientsBelongToTheBlockTheyAreAddedTo() {
    TensorBlock second =
        new TensorBlock(
            array(host, 1, 2, 3, 4),
            new Labels(List.of("sample", "cell"), new int[][] {{2, 0}}),
            List.of(Labels.range("xyz", 2), component),
            properties);
    List<?> results = callForList("gradients_of_gradients", block(), gradient(), second);
    TensorBlock expected = block();
    TensorBlock first = gradient();
    first.addGradient("y", second);
    expected.addGradient("x", first);
    assertSame((TensorBlock) results.get(0), expected);
    assertThat(results.get(1))
        .isEqualTo(
            List.of(
                """
                TensorBlock with shape (2, 3, 4)
                    samples: [s]
                    components: [c]
                    properties: [p]

                    gradients:
                        x => TensorBlock with shape (3, 2, 3, 4)""",
                """
                TensorBlock gradient for 'x', with shape (3, 2, 3, 4)
                    samples: [sample, atom]
                    components: [xyz, c]
                    properties: [p]

                    gradients:
                        y => TensorBlock with shape (1, 2, 3, 4)""",
                """
                TensorBlock gradient for 'x/y', with shape (1, 2, 3, 4)
                    samples: [sample, cell]
                    components: [xyz, c]
                    properties: [p]"""));
    assertThat(results.get(2)).isEqualTo(List.of(false, true, false, true));
  }

  @Test
  void missingGradientIsNamed() {
    assertRaises("ValueError", "missing_gradient", block())
        .hasMessageContaining("can not find gradients with respect to 'cell' in this block");
  }

  @Test
  void deepCopiesHaveTheirOwnValuesAndOthersShareThem() {
    List<?> results = callForList("copies", block());
    assertSame((TensorBlock) results.get(0), block());
    assertThat(((TensorBlock) results.get(1)).values().toDoubleArray()).containsOnly(5);
    assertThat(results.get(2)).isEqualTo(false);
  }

  @Test
  void valuesCanNotBeReplaced() {
    assertRaises("ValueError", "values_are_set", block())
        .hasMessageContaining("Direct assignment to `values` is not possible");
  }
}
