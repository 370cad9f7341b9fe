package org.tensormap.display;

import java.util.Locale;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/**
 * The shape of a block, drawn as a box: samples go down, properties to the right, components into
 * the depth. Lengths are on a logarithmic scale.
 */
final class BlockDrawing {
  private static final double SHORTEST = 14;
  private static final double PER_DECADE = 22;
  private static final double LONGEST = 120;

  /** Room for the lengths written beside the edges. */
  private static final double MARGIN = 22;

  private final double width;
  private final double height;
  private final double depth;
  private final long samples;
  private final long components;
  private final long properties;

  /**
   * Prepares a drawing.
   *
   * @param block the block, or its first samples
   * @param samples how many samples it has in all
   */
  BlockDrawing(TensorBlock block, long samples) {
    long product = 1;
    for (Labels component : block.components()) {
      product *= component.size();
    }
    this.samples = samples;
    this.components = product;
    this.properties = block.properties().size();
    this.width = length(properties);
    this.height = length(samples);
    this.depth = block.components().isEmpty() ? 0 : length(components) / 2;
  }

  private static double length(long entries) {
    return Math.min(LONGEST, SHORTEST + PER_DECADE * Math.log10(entries + 1.0));
  }

  String svg() {
    double left = MARGIN;
    double top = MARGIN + depth;
    double right = left + width;
    double bottom = top + height;
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg width=\"%.0f\" height=\"%.0f\" role=\"img\" aria-label=\"the shape of the block\">",
            right + depth + MARGIN, bottom + MARGIN));
    svg.append(face(left, top, right, top, right, bottom, left, bottom));
    if (depth > 0) {
      svg.append(
          face(left, top, left + depth, top - depth, right + depth, top - depth, right, top));
      svg.append(
          face(
              right,
              top,
              right + depth,
              top - depth,
              right + depth,
              bottom - depth,
              right,
              bottom));
      svg.append(edge("components", left, top, left + depth, top - depth));
      svg.append(text("end", left + depth / 2 - 4, top - depth / 2 - 1, components, 0));
    }
    svg.append(edge("samples", left, top, left, bottom));
    svg.append(edge("properties", left, bottom, right, bottom));
    svg.append(text("middle", left - 6, (top + bottom) / 2, samples, -90));
    svg.append(text("middle", (left + right) / 2, bottom + 14, properties, 0));
    return svg.append("</svg>\n").toString();
  }

  private static String face(double... corners) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < corners.length; i += 2) {
      points.append(format("%.0f,%.0f ", corners[i], corners[i + 1]));
    }
    return "<polygon class=\"tm-face\" points=\"" + points.toString().strip() + "\"/>";
  }

  private static String edge(String axis, double x1, double y1, double x2, double y2) {
    return format(
        "<line class=\"tm-%s\" x1=\"%.0f\" y1=\"%.0f\" x2=\"%.0f\" y2=\"%.0f\"/>",
        axis, x1, y1, x2, y2);
  }

  private static String text(String anchor, double x, double y, long entries, int angle) {
    return format(
        "<text text-anchor=\"%s\" transform=\"translate(%.0f %.0f) rotate(%d)\">%,d</text>",
        anchor, x, y, angle, entries);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
