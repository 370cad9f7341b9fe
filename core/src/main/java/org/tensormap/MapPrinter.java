package org.tensormap;

import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Prints tensor maps as the reference does. */
final class MapPrinter {
  private static final String MARGIN = "      ";

  private MapPrinter() {}

  static String print(Labels keys, List<Shape> shapes, int maxKeys) {
    int shown = maxKeys < 0 ? keys.size() : Math.min(maxKeys, keys.size());
    int[] widths = widths(keys, shown);

    StringBuilder out =
        new StringBuilder(
            "TensorMap with " + keys.size() + (keys.size() == 1 ? " block" : " blocks"));
    out.append("\n    keys: ").append(keys.names()).append("\n    blocks:");
    for (int row = 0; row < shown; row++) {
      out.append('\n').append(MARGIN);
      for (int dimension = 0; dimension < widths.length; dimension++) {
        out.append(
            LabelsPrinter.centered(
                Integer.toString(keys.get(row, dimension)), widths[dimension], false));
      }
      out.append("  => TensorBlock with shape ").append(BlockPrinter.shape(shapes.get(row)));
    }
    if (shown < keys.size()) {
      out.append('\n').append(MARGIN);
      for (int width : widths) {
        out.append(" ".repeat(width));
      }
      out.append(" ...");
    }
    return out.toString();
  }

  private static int[] widths(Labels keys, int rows) {
    int[] widths = new int[keys.dimensions()];
    for (int dimension = 0; dimension < widths.length; dimension++) {
      widths[dimension] = 2;
      for (int row = 0; row < rows; row++) {
        int length = Integer.toString(keys.get(row, dimension)).length();
        widths[dimension] = Math.max(widths[dimension], length + 2);
      }
    }
    return widths;
  }
}
