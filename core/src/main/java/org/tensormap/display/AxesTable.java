package org.tensormap.display;

import java.util.List;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/** The names of the dimensions of axes, one axis per row, with its length where it has one. */
final class AxesTable {
  private final StringBuilder rows = new StringBuilder();

  /** The axes of all blocks of a tensor map, whose lengths differ. */
  static String ofMap(Labels keys, TensorBlock block) {
    AxesTable table = new AxesTable();
    table.add("keys", keys.names(), "");
    table.add("samples", block.samples().names(), "");
    block.components().forEach(component -> table.add("components", component.names(), ""));
    table.add("properties", block.properties().names(), "");
    return table.text();
  }

  /**
   * The axes of a block.
   *
   * @param block the block, or its first samples
   * @param samples how many samples it has in all
   */
  static String ofBlock(TensorBlock block, long samples) {
    AxesTable table = new AxesTable();
    table.add("samples", block.samples().names(), Elements.number(samples));
    block
        .components()
        .forEach(
            component ->
                table.add("components", component.names(), Elements.number(component.size())));
    table.add("properties", block.properties().names(), Elements.number(block.properties().size()));
    return table.text();
  }

  private void add(String axis, List<String> names, String length) {
    rows.append("<tr><th>").append(axis).append("</th><td>");
    for (String name : names) {
      rows.append("<span class=\"tm-name tm-").append(axis).append("\">");
      rows.append(Elements.escape(name)).append("</span>");
    }
    rows.append("</td><td>").append(length).append("</td></tr>\n");
  }

  private String text() {
    return "<table class=\"tm-axes\">\n" + rows + "</table>\n";
  }
}
