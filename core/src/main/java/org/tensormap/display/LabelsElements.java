package org.tensormap.display;

import org.tensormap.Labels;

/** Labels: a table of their first entries. */
final class LabelsElements {
  private static final int ROWS = 10;

  private LabelsElements() {}

  static String of(Labels labels) {
    int shown = Math.min(ROWS, labels.size());
    StringBuilder text = new StringBuilder();
    String entries = labels.size() == 1 ? "1 entry" : Elements.number(labels.size()) + " entries";
    text.append(Elements.title("Labels", "with " + entries));
    text.append("<div class=\"tm-scroll\"><table class=\"tm-values\">\n<thead><tr>");
    labels
        .names()
        .forEach(name -> text.append("<th>").append(Elements.escape(name)).append("</th>"));
    text.append("</tr></thead>\n<tbody>\n");
    for (int entry = 0; entry < shown; entry++) {
      text.append("<tr>");
      for (int dimension = 0; dimension < labels.dimensions(); dimension++) {
        text.append("<td>").append(labels.get(entry, dimension)).append("</td>");
      }
      text.append("</tr>\n");
    }
    text.append("</tbody></table></div>\n");
    if (shown < labels.size()) {
      text.append(Elements.note("… " + Elements.number(labels.size() - shown) + " more"));
    }
    return text.toString();
  }
}
