package org.tensormap.spark.read;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.colstats.ColumnStatistics;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.condition.Condition;
import org.tensormap.spark.condition.Label;
import org.tensormap.spark.layout.Layout;

/**
 * How much a scan gives, as far as the log tells.
 *
 * @param sizeInBytes about how many bytes its rows have
 * @param numRows about how many rows it has
 * @param columnStats what its labels are
 */
record ScanStatistics(
    OptionalLong sizeInBytes,
    OptionalLong numRows,
    Map<NamedReference, ColumnStatistics> columnStats)
    implements Statistics {
  /** What a row of Spark takes besides its columns. */
  private static final int ROW_BYTES = 8;

  /**
   * Estimates.
   *
   * @param shards the files that are read
   * @param layout how they become rows
   * @param columns the columns of the rows
   * @param filter what the labels of wanted rows are
   * @param samples the names of the sample dimensions
   */
  static ScanStatistics of(
      List<PlannedShard> shards,
      Layout layout,
      List<LayoutColumn> columns,
      Condition filter,
      List<String> samples) {
    double fileBytes = 0;
    double rows = 0;
    boolean isCounted = true;
    for (PlannedShard planned : shards) {
      OptionalLong all = planned.shard().map(layout::rowCount).orElse(OptionalLong.empty());
      isCounted &= all.isPresent();
      rows += planned.share() * all.orElse(0);
      fileBytes += planned.share() * planned.file().size();
    }
    boolean isSmall =
        columns.stream()
            .allMatch(column -> Label.isLabel(column.role()) || column.role() == Role.VALUE);
    double bytes =
        isCounted && isSmall
            ? rows * (ROW_BYTES + LayoutColumn.structType(columns).defaultSize())
            : fileBytes;
    OptionalLong rowCount =
        isCounted ? OptionalLong.of((long) Math.ceil(rows)) : OptionalLong.empty();
    return new ScanStatistics(
        OptionalLong.of((long) bytes),
        rowCount,
        LabelStatistics.of(shards, layout, columns, samples, filter, rowCount));
  }
}
