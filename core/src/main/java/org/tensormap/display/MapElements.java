package org.tensormap.display;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/** A tensor map: a list of blocks, each of which unfolds. */
final class MapElements {
  private static final int MOST_LISTED = 100;
  private static final int MOST_SHOWN = 20;

  /** Longer metadata is cut: some programs keep whole documents there. */
  private static final int LONGEST_INFO = 500;

  private static final int MOST_INFO = 20;

  private final Labels keys;
  private final List<Shape> shapes;
  private final Map<String, String> info;
  private final IntFunction<TensorBlock> blocks;

  MapElements(
      Labels keys, List<Shape> shapes, Map<String, String> info, IntFunction<TensorBlock> blocks) {
    this.keys = keys;
    this.shapes = shapes;
    this.info = info;
    this.blocks = blocks;
  }

  String text() {
    int listed = Math.min(MOST_LISTED, keys.size());
    StringBuilder text = new StringBuilder();
    text.append(Elements.title("TensorMap", "with " + Elements.count(keys.size(), "block")));
    if (keys.size() > 0) {
      text.append(AxesTable.ofMap(keys, blocks.apply(0)));
    }
    text.append(infoTable());
    if (listed > 0) {
      text.append(blockList(listed));
    }
    if (listed < keys.size()) {
      text.append(Elements.note("… " + Elements.count(keys.size() - listed, "more block")));
    }
    return text.toString();
  }

  private String infoTable() {
    if (info.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("<table class=\"tm-info\">\n");
    info.entrySet().stream()
        .limit(MOST_INFO)
        .forEach(
            entry ->
                text.append("<tr><th>")
                    .append(Elements.escape(cut(entry.getKey())))
                    .append("</th><td>")
                    .append(Elements.escape(cut(entry.getValue())))
                    .append("</td></tr>\n"));
    text.append("</table>\n");
    if (info.size() > MOST_INFO) {
      text.append(Elements.note("… " + Elements.number(info.size() - MOST_INFO) + " more"));
    }
    return text.toString();
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_INFO ? text : text.substring(0, LONGEST_INFO) + "…";
  }

  private String blockList(int listed) {
    String columns = columns(listed);
    StringBuilder text = new StringBuilder();
    text.append("<div class=\"tm-list\">\n<div class=\"tm-row tm-head\"").append(columns);
    for (String name : keys.names()) {
      text.append("<span>").append(Elements.escape(name)).append("</span>");
    }
    text.append("<span>shape</span><span></span></div>\n");
    for (int index = 0; index < listed; index++) {
      text.append(index < MOST_SHOWN ? unfolding(index, columns) : folded(index, columns));
    }
    return text.append("</div>\n").toString();
  }

  private String unfolding(int index, String columns) {
    TensorBlock block = blocks.apply(index);
    long samples = shapes.get(index).get(0);
    String gradients =
        block.gradientsList().isEmpty()
            ? ""
            : "gradients: " + String.join(", ", block.gradientsList());
    return "<details><summary class=\"tm-row\""
        + columns
        + cells(index)
        + "<span class=\"tm-more\">"
        + Elements.escape(gradients)
        + "</span></summary>\n"
        + BlockElements.of(block, samples)
        + "</details>\n";
  }

  private String folded(int index, String columns) {
    return "<div class=\"tm-row\"" + columns + cells(index) + "</div>\n";
  }

  private String cells(int index) {
    StringBuilder text = new StringBuilder();
    for (int dimension = 0; dimension < keys.dimensions(); dimension++) {
      text.append("<span>").append(keys.get(index, dimension)).append("</span>");
    }
    return text.append("<span>").append(shape(shapes.get(index))).append("</span>").toString();
  }

  static String shape(Shape shape) {
    return Arrays.stream(shape.getShape())
        .mapToObj(Elements::number)
        .collect(Collectors.joining(" × "));
  }

  /** The widths of the columns, the same in all rows, and the end of the tag. */
  private String columns(int listed) {
    List<String> widths = new ArrayList<>();
    for (int dimension = 0; dimension < keys.dimensions(); dimension++) {
      int width = keys.names().get(dimension).length();
      for (int index = 0; index < listed; index++) {
        width = Math.max(width, Integer.toString(keys.get(index, dimension)).length());
      }
      widths.add((width + 2) + "ch");
    }
    int width = shapes.stream().limit(listed).mapToInt(s -> shape(s).length()).max().orElse(0);
    return " style=\"grid-template-columns: "
        + String.join(" ", widths)
        + " "
        + (Math.max(width, "shape".length()) + 2)
        + "ch 1fr\">";
  }
}
