package org.tensormap.display;

import java.util.Locale;
import org.tensormap.TensorBlock;

/** A block: its drawing, its axes, its first values, and its gradients. */
final class BlockElements {
  private static final int ROWS = 6;
  private static final int COLUMNS = 8;

  private BlockElements() {}

  /** The shape, type and device. */
  static String summary(TensorBlock block) {
    return "with shape "
        + MapElements.shape(block.shape())
        + ", "
        + block.dtype().name().toLowerCase(Locale.ROOT)
        + (block.device().isGpu() ? ", on " + block.device() : "");
  }

  /**
   * Shows a block.
   *
   * @param block the block, or its first samples
   * @param samples how many samples it has in all
   */
  static String of(TensorBlock block, long samples) {
    StringBuilder text = new StringBuilder("<div class=\"tm-block\">\n");
    text.append("<div class=\"tm-about\">").append(new BlockDrawing(block, samples).svg());
    text.append(AxesTable.ofBlock(block, samples)).append("</div>\n");
    text.append(values(block, samples));
    block
        .gradients()
        .forEach(
            (parameter, gradient) ->
                text.append("<details><summary>gradient with respect to <strong>")
                    .append(Elements.escape(parameter))
                    .append("</strong> ")
                    .append(Elements.escape(summary(gradient)))
                    .append("</summary>\n")
                    .append(of(gradient, gradient.samples().size()))
                    .append("</details>\n"));
    return text.append("</div>\n").toString();
  }

  private static String values(TensorBlock block, long samples) {
    BlockExcerpt excerpt = BlockExcerpt.of(block, ROWS, COLUMNS);
    if (excerpt.rows().isEmpty()) {
      return Elements.note("no values");
    }
    StringBuilder text =
        new StringBuilder("<div class=\"tm-scroll\"><table class=\"tm-values\">\n");
    text.append("<thead><tr>");
    excerpt.sampleNames().forEach(name -> text.append(cell("th class=\"tm-samples\"", name)));
    excerpt.columnNames().forEach(name -> text.append(cell("th class=\"tm-properties\"", name)));
    text.append("</tr></thead>\n<tbody>\n");
    for (BlockExcerpt.Row row : excerpt.rows()) {
      text.append("<tr>");
      row.sample().forEach(label -> text.append(cell("th", label)));
      row.values().forEach(value -> text.append(cell("td", value)));
      text.append("</tr>\n");
    }
    text.append("</tbody></table></div>\n");
    return text.append(cutNote(samples - excerpt.rows().size(), excerpt.moreColumns())).toString();
  }

  private static String cutNote(long moreRows, long moreColumns) {
    String rows = Elements.count(moreRows, "more sample");
    String columns = Elements.count(moreColumns, "more column");
    if (moreRows == 0 && moreColumns == 0) {
      return "";
    }
    return Elements.note(
        "… " + (moreRows == 0 ? columns : moreColumns == 0 ? rows : rows + ", " + columns));
  }

  private static String cell(String tag, String content) {
    String name = tag.substring(0, 2);
    return "<" + tag + ">" + Elements.escape(content) + "</" + name + ">";
  }
}
