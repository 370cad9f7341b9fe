package org.tensormap.spark.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of text for people: aligned columns, long cells cut so that lines fit in the terminal.
 */
final class TextTable {
  private static final int WIDEST = 72;

  /** Columns are not made narrower than this. */
  private static final int NARROWEST = 6;

  private static final String GAP = "  ";

  private final List<String> header;
  private final List<Boolean> numbers;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Creates a table without rows.
   *
   * @param header the names of the columns
   * @param numbers whether a column holds numbers, which are aligned to the right
   */
  TextTable(List<String> header, List<Boolean> numbers) {
    this.header = header;
    this.numbers = numbers;
  }

  void add(List<String> cells) {
    rows.add(cells.stream().map(TextTable::oneLine).toList());
  }

  void print(PrintWriter out) {
    int[] widths = widths();
    fit(widths, Terminal.columns());
    out.println(line(header, widths));
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    out.println(line(rule, widths));
    rows.forEach(row -> out.println(line(row, widths)));
  }

  /** How long the lines are if nothing is cut. */
  int width() {
    return length(widths());
  }

  private int[] widths() {
    int[] widths = new int[header.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = header.get(column).length();
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return widths;
  }

  private static int length(int[] widths) {
    return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
  }

  /** Takes from the widest column until lines have a length, or all columns are narrow. */
  private static void fit(int[] widths, int columns) {
    for (int excess = length(widths) - columns; excess > 0; excess--) {
      int widest = 0;
      for (int column = 1; column < widths.length; column++) {
        widest = widths[column] > widths[widest] ? column : widest;
      }
      if (widths[widest] <= NARROWEST) {
        return;
      }
      widths[widest]--;
    }
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = cut(cells.get(column), widths[column]);
      String padding = " ".repeat(widths[column] - cell.length());
      line.append(column == 0 ? "" : GAP);
      line.append(numbers.get(column) ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String oneLine(String cell) {
    return cut(cell.replaceAll("\\s+", " "), WIDEST);
  }

  private static String cut(String cell, int width) {
    return cell.length() <= width ? cell : cell.substring(0, width - 1) + "…";
  }
}
