package org.tensormap;

import ai.djl.ndarray.types.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold between the values, labels and gradients of a block. */
final class BlockChecks {
  private BlockChecks() {}

  static void checkShape(Shape shape, Labels samples, List<Labels> components, Labels properties) {
    if (shape.dimension() != components.size() + 2) {
      throw new IllegalArgumentException(
          "invalid block: the values have "
              + shape.dimension()
              + " dimensions, but we have "
              + (components.size() + 2)
              + " separate labels (1 for samples, "
              + components.size()
              + " for components and 1 for properties)");
    }
    checkAxis(shape, 0, samples.size(), "sample label entries");
    Set<List<String>> seen = new HashSet<>();
    for (int i = 0; i < components.size(); i++) {
      Labels component = components.get(i);
      checkComponent(i, component);
      checkAxis(
          shape,
          i + 1,
          component.size(),
          "entries for the corresponding component '" + component.names().get(0) + "'");
      if (!seen.add(component.names())) {
        throw new IllegalArgumentException(
            "invalid block: some of the component dimensions appear more than once in component labels: '"
                + component.names().get(0)
                + "'");
      }
    }
    checkAxis(shape, components.size() + 1, properties.size(), "property label entries");
  }

  static void checkGradient(TensorBlock block, String parameter, TensorBlock gradient) {
    String context = "gradient with respect to '" + parameter + "': ";
    if (!gradient.device().equals(block.device())) {
      throw new IllegalArgumentException(
          context
              + "the gradient values are on device '"
              + gradient.device()
              + "' but the block values are on '"
              + block.device()
              + "'");
    }
    if (gradient.dtype() != block.dtype()) {
      throw new IllegalArgumentException(
          context
              + "the gradient values have dtype '"
              + DtypeNames.of(gradient.dtype())
              + "' but the block values have dtype '"
              + DtypeNames.of(block.dtype())
              + "'");
    }
    checkGradientSamples(context, gradient.samples(), block.size());
    if (!gradient.properties().equals(block.properties())) {
      throw new IllegalArgumentException(
          context
              + "gradient properties must be the same as values properties, got dimensions "
              + gradient.properties().names()
              + " with "
              + gradient.properties().size()
              + " entries and "
              + block.properties().names()
              + " with "
              + block.properties().size());
    }
    int extra = gradient.components().size() - block.components().size();
    if (extra < 0) {
      throw new IllegalArgumentException(
          context
              + "gradients components should contain at least as many labels as the values components, got "
              + gradient.components().size()
              + " and "
              + block.components().size());
    }
    for (int i = 0; i < block.components().size(); i++) {
      if (!gradient.components().get(extra + i).equals(block.components().get(i))) {
        throw new IllegalArgumentException(
            context
                + "gradients and values components mismatch for values component "
                + i
                + " (dimension name is '"
                + block.components().get(i).names().get(0)
                + "'). Components which are specific to the gradients must come first, and be followed by the"
                + " exact same components as the values.");
      }
    }
  }

  private static void checkGradientSamples(String context, Labels samples, int blockSize) {
    if (samples.dimensions() == 0 || !samples.names().get(0).equals("sample")) {
      throw new IllegalArgumentException(
          context
              + "the first dimension in the gradients samples labels should be 'sample', got "
              + samples.names());
    }
    for (int i = 0; i < samples.size(); i++) {
      int sample = samples.get(i, 0);
      if (sample < 0 || sample >= blockSize) {
        throw new IllegalArgumentException(
            context
                + "invalid value for the 'sample' dimension in gradient samples: we got "
                + sample
                + ", but the values contain "
                + blockSize
                + " samples");
      }
    }
  }

  private static void checkComponent(int index, Labels component) {
    if (component.dimensions() != 1) {
      throw new IllegalArgumentException(
          "component labels must have a single dimension, got "
              + component.dimensions()
              + ": "
              + component.names()
              + " for component "
              + index);
    }
    if (component.size() == 0) {
      throw new IllegalArgumentException(
          "component '" + component.names().get(0) + "' must contain at least one entry, got 0");
    }
  }

  private static void checkAxis(Shape shape, int axis, int entries, String what) {
    if (shape.get(axis) != entries) {
      throw new IllegalArgumentException(
          "invalid block: the values shape along axis "
              + axis
              + " is "
              + shape.get(axis)
              + " but we have "
              + entries
              + " "
              + what);
    }
  }
}
