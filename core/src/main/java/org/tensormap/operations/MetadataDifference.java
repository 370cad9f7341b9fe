package org.tensormap.operations;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.tensormap.Labels;
import org.tensormap.LabelsEntry;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/**
 * The first difference between two maps or blocks, if there is one.
 *
 * @param message what differs; empty if nothing does
 */
record MetadataDifference(String message) {
  static final MetadataDifference NONE = new MetadataDifference("");

  boolean isNone() {
    return message.isEmpty();
  }

  void throwIfAny() {
    if (!isNone()) {
      throw new NotEqualException(message);
    }
  }

  /** Compares keys, which may be in another order. */
  static MetadataDifference ofKeys(TensorMap first, TensorMap second, String operation) {
    Labels keys = first.keys();
    Labels others = second.keys();
    String inputs = "inputs to '" + operation + "' should have the same ";
    if (!keys.names().equals(others.names())) {
      return new MetadataDifference(
          inputs + "keys names, got " + keys.names() + " and " + others.names());
    }
    if (keys.size() != others.size()) {
      return new MetadataDifference(
          inputs + "number of blocks, got " + keys.size() + " and " + others.size());
    }
    for (LabelsEntry key : others) {
      if (!keys.contains(key)) {
        return new MetadataDifference(
            inputs + "keys, but the first one has none like " + key.print());
      }
    }
    return NONE;
  }

  /** Compares labels of two blocks along some axes. */
  static MetadataDifference ofBlocks(
      TensorBlock first, TensorBlock second, String operation, Collection<Axis> axes) {
    for (Axis axis : List.of(Axis.SAMPLES, Axis.COMPONENTS, Axis.PROPERTIES)) {
      if (axes.contains(axis) && !labels(axis, first).equals(labels(axis, second))) {
        return new MetadataDifference(
            axis == Axis.COMPONENTS && first.components().size() != second.components().size()
                ? "inputs to '" + operation + "' have a different number of components"
                : "inputs to '"
                    + operation
                    + "' should have the same "
                    + axis
                    + ", but they are not the same or not in the same order");
      }
    }
    return NONE;
  }

  /** Compares for which parameters there are gradients, and labels of these along some axes. */
  static MetadataDifference ofGradients(
      TensorBlock first, TensorBlock second, String operation, Collection<Axis> axes) {
    String inputs = "inputs to '" + operation + "' should have the same gradient";
    List<String> parameters = first.gradientsList();
    if (!new HashSet<>(parameters).equals(new HashSet<>(second.gradientsList()))) {
      return new MetadataDifference(
          inputs + " parameters, got " + parameters + " and " + second.gradientsList());
    }
    for (String parameter : parameters) {
      TensorBlock gradient = first.gradient(parameter);
      TensorBlock other = second.gradient(parameter);
      for (Axis axis : List.of(Axis.SAMPLES, Axis.COMPONENTS, Axis.PROPERTIES)) {
        if (axes.contains(axis) && !labels(axis, gradient).equals(labels(axis, other))) {
          boolean counts =
              axis == Axis.COMPONENTS && gradient.components().size() != other.components().size();
          return new MetadataDifference(
              inputs
                  + "s: gradient '"
                  + parameter
                  + (counts
                      ? "' have different number of components"
                      : "' " + axis + " are not the same or not in the same order"));
        }
      }
    }
    return NONE;
  }

  private static List<Labels> labels(Axis axis, TensorBlock block) {
    return switch (axis) {
      case SAMPLES -> List.of(block.samples());
      case COMPONENTS -> block.components();
      case PROPERTIES -> List.of(block.properties());
      case KEYS ->
          throw new IllegalArgumentException(
              "'keys' does not refer to metadata of a block: use 'samples', 'components' or"
                  + " 'properties'");
    };
  }
}
