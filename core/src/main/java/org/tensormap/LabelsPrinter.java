package org.tensormap;

import java.util.ArrayList;
import java.util.List;

/**
 * Prints labels as the reference does: a table with centred columns, cut in the middle when long.
 */
final class LabelsPrinter {
  private final Labels labels;
  private final int[] widths;

  private LabelsPrinter(Labels labels) {
    this.labels = labels;
    this.widths = new int[labels.dimensions()];
    for (int dimension = 0; dimension < widths.length; dimension++) {
      widths[dimension] = labels.names().get(dimension).length() + 2;
    }
  }

  /**
   * At most {@code maxEntries} rows, all if it is negative; all lines but the first are indented.
   */
  static String print(Labels labels, int maxEntries, int indent) {
    int size = labels.size();
    int shown = maxEntries < 0 || size <= maxEntries ? size : Math.max(2, maxEntries);
    int after = shown == size ? 0 : shown / 2;
    int before = shown - after;

    LabelsPrinter printer = new LabelsPrinter(labels);
    List<String[]> first = printer.cells(0, before);
    List<String[]> second = printer.cells(size - after, after);

    String margin = " ".repeat(indent);
    List<String> lines = new ArrayList<>();
    lines.add(printer.line(labels.names().toArray(String[]::new)));
    first.forEach(row -> lines.add(margin + printer.line(row)));
    if (!second.isEmpty()) {
      lines.add(margin + " ".repeat(printer.ellipsisColumn()) + "...");
      second.forEach(row -> lines.add(margin + printer.line(row)));
    }
    return String.join("\n", lines);
  }

  private List<String[]> cells(int start, int count) {
    List<String[]> rows = new ArrayList<>(count);
    for (int row = start; row < start + count; row++) {
      String[] cells = new String[widths.length];
      for (int dimension = 0; dimension < cells.length; dimension++) {
        cells[dimension] = Integer.toString(labels.get(row, dimension));
        widths[dimension] = Math.max(widths[dimension], cells[dimension].length() + 2);
      }
      rows.add(cells);
    }
    return rows;
  }

  private int ellipsisColumn() {
    int half = 0;
    for (int width : widths) {
      half += width;
    }
    half /= 2;
    return (half > 3 ? half - 3 : half) + 1;
  }

  private String line(String[] cells) {
    StringBuilder line = new StringBuilder();
    for (int dimension = 0; dimension < cells.length; dimension++) {
      boolean last = dimension == cells.length - 1;
      line.append(centered(cells[dimension], widths[dimension], last));
    }
    return line.toString();
  }

  /** Centres text, the spare blank going behind; the last column gets no blanks behind. */
  static String centered(String text, int width, boolean last) {
    int spare = width - text.length();
    int before = spare / 2;
    return " ".repeat(before) + text + (last ? "" : " ".repeat(spare - before));
  }
}
