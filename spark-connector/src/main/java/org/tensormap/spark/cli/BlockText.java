package org.tensormap.spark.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.tensormap.TensorBlock;
import org.tensormap.display.BlockExcerpt;

/** Prints a block as the reference does, and an excerpt of its values with their labels. */
final class BlockText {
  private static final int ROWS = 8;
  private static final int COLUMNS = 6;

  private final TensorBlock block;

  BlockText(TensorBlock block) {
    this.block = block;
  }

  void print(PrintWriter out) {
    out.println(block);
    printValues(out, ROWS);
  }

  /** Prints the values of the first samples, as many of each as fit in a terminal. */
  void printValues(PrintWriter out, int rows) {
    int columns = COLUMNS;
    BlockExcerpt excerpt = BlockExcerpt.of(block, rows, columns);
    if (excerpt.rows().isEmpty()) {
      return;
    }
    TextTable table = table(excerpt);
    while (table.width() > Terminal.columns() && columns > 1) {
      columns--;
      excerpt = BlockExcerpt.of(block, rows, columns);
      table = table(excerpt);
    }
    table.print(out);
    if (excerpt.moreRows() > 0) {
      out.println("… " + excerpt.moreRows() + " more samples");
    }
  }

  private static TextTable table(BlockExcerpt excerpt) {
    List<String> header = new ArrayList<>(excerpt.sampleNames());
    header.addAll(excerpt.columnNames());
    boolean cut = excerpt.moreColumns() > 0;
    if (cut) {
      header.add("… " + excerpt.moreColumns() + " more");
    }
    TextTable table = new TextTable(header, header.stream().map(name -> true).toList());
    for (BlockExcerpt.Row row : excerpt.rows()) {
      List<String> cells = new ArrayList<>(row.sample());
      cells.addAll(row.values());
      if (cut) {
        cells.add("…");
      }
      table.add(cells);
    }
    return table;
  }
}
