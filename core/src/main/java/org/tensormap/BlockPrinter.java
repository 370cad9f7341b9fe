package org.tensormap;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Prints blocks as the reference does. */
final class BlockPrinter {
  private BlockPrinter() {}

  static String print(TensorBlock block, String parameter) {
    StringBuilder out = new StringBuilder("TensorBlock");
    if (!parameter.isEmpty()) {
      out.append(" gradient for '").append(parameter).append("',");
    }
    out.append(" with shape ").append(shape(block.shape())).append('\n');
    out.append("    samples: ").append(block.samples().names()).append('\n');
    if (!block.components().isEmpty()) {
      String names =
          block.components().stream()
              .map(c -> c.names().get(0))
              .collect(Collectors.joining(", ", "[", "]"));
      out.append("    components: ").append(names).append('\n');
    }
    out.append("    properties: ").append(block.properties().names());
    if (!block.gradientsList().isEmpty()) {
      out.append("\n\n    gradients:");
      int width = block.gradientsList().stream().mapToInt(String::length).max().getAsInt();
      block
          .gradients()
          .forEach(
              (name, gradient) ->
                  out.append("\n        ")
                      .append(name)
                      .append(" ".repeat(width - name.length()))
                      .append(" => TensorBlock with shape ")
                      .append(shape(gradient.shape())));
    }
    return out.toString();
  }

  /** The shape in parentheses; DJL's own text leaves out the blanks. */
  static String shape(Shape shape) {
    return Arrays.stream(shape.getShape())
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
