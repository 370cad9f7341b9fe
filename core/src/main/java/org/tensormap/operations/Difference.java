package org.tensormap.operations;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import org.tensormap.TemporaryArrays;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Finds the first difference between maps or blocks, in labels or values. */
final class Difference {
  /** How values are compared, and what that is called. */
  interface Rule {
    boolean holds(NDArray first, NDArray second);

    String name();
  }

  /** All values are equal. */
  static final Rule EXACT =
      new Rule() {
        @Override
        public boolean holds(NDArray first, NDArray second) {
          return Operators.call("equal", first, second).getBoolean();
        }

        @Override
        public String name() {
          return "equal";
        }
      };

  private Difference() {}

  /** All values are close to each other. */
  static Rule close(double rtol, double atol, boolean equalNan) {
    return new Rule() {
      @Override
      public boolean holds(NDArray first, NDArray second) {
        return Operators.call(
                "allclose",
                first,
                second,
                Operators.number(rtol, first),
                Operators.number(atol, first),
                Operators.number(equalNan ? 1L : 0L, first))
            .getBoolean();
      }

      @Override
      public String name() {
        return "allclose";
      }
    };
  }

  static MetadataDifference ofMaps(TensorMap first, TensorMap second, Rule rule) {
    MetadataDifference keys = MetadataDifference.ofKeys(first, second, rule.name());
    if (!keys.isNone()) {
      return new MetadataDifference("the tensor maps have different keys: " + keys.message());
    }
    for (int i = 0; i < first.size(); i++) {
      MetadataDifference difference =
          ofBlocks(first.block(i), second.block(first.keys().entry(i)), rule);
      if (!difference.isNone()) {
        return new MetadataDifference(
            "blocks for key "
                + first.keys().entry(i).print()
                + " are different: "
                + difference.message());
      }
    }
    return MetadataDifference.NONE;
  }

  static MetadataDifference ofBlocks(TensorBlock first, TensorBlock second, Rule rule) {
    if (!first.shape().equals(second.shape())) {
      return new MetadataDifference(
          "values shapes are different, " + first.shape() + " and " + second.shape());
    }
    if (!sameValues(first, second, rule)) {
      return new MetadataDifference("values are not " + rule.name());
    }
    MetadataDifference labels =
        MetadataDifference.ofBlocks(first, second, rule.name(), Axis.OF_BLOCKS);
    if (!labels.isNone()) {
      return labels;
    }
    MetadataDifference gradients =
        MetadataDifference.ofGradients(first, second, rule.name(), Axis.OF_BLOCKS);
    if (!gradients.isNone()) {
      return gradients;
    }
    for (String parameter : first.gradientsList()) {
      if (!sameValues(first.gradient(parameter), second.gradient(parameter), rule)) {
        return new MetadataDifference("gradient '" + parameter + "' values are not " + rule.name());
      }
    }
    return MetadataDifference.NONE;
  }

  static MetadataDifference ofMetadata(
      TensorMap first, TensorMap second, Collection<Axis> axes, boolean gradients) {
    axes.forEach(axis -> axis.checkIsOneOf(Axis.OF_BLOCKS, "equal_metadata"));
    MetadataDifference keys = MetadataDifference.ofKeys(first, second, "equal_metadata_raise");
    for (int i = 0; keys.isNone() && i < first.size(); i++) {
      MetadataDifference difference =
          ofBlockMetadata(first.block(i), second.block(first.keys().entry(i)), axes, gradients);
      if (!difference.isNone()) {
        return difference;
      }
    }
    return keys;
  }

  static MetadataDifference ofBlockMetadata(
      TensorBlock first, TensorBlock second, Collection<Axis> axes, boolean gradients) {
    axes.forEach(axis -> axis.checkIsOneOf(Axis.OF_BLOCKS, "equal_metadata_block"));
    String operation = "equal_metadata_block_raise";
    MetadataDifference difference = MetadataDifference.ofBlocks(first, second, operation, axes);
    return difference.isNone() && gradients
        ? MetadataDifference.ofGradients(first, second, operation, axes)
        : difference;
  }

  private static boolean sameValues(TensorBlock first, TensorBlock second, Rule rule) {
    return TemporaryArrays.compute(
        () -> rule.holds(Operators.values(first), Operators.values(second)));
  }
}
