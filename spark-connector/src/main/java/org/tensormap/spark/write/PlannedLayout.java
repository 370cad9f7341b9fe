package org.tensormap.spark.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.tensormap.spark.column.BatchLabels;

/**
 * What the rows of a write are, as it was planned; in a stream, where Spark plans a write before
 * its batch, it is planned once more when it is known what the batch reads.
 *
 * @param layout what the rows are
 * @param planner what planned it
 */
record PlannedLayout(WriteLayout layout, LayoutPlanner planner) {
  static PlannedLayout of(LayoutPlanner planner) throws IOException {
    return new PlannedLayout(planner.plan(), planner);
  }

  /** What the rows are by now. */
  WriteLayout now() {
    if (BatchLabels.query().isEmpty()) {
      return layout;
    }
    try {
      return planner.plan();
    } catch (IOException e) {
      throw new UncheckedIOException("the labels of columns can not be read", e);
    }
  }
}
