package org.tensormap.spark.maintenance;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that the driver has.
 *
 * @param readSchema their columns
 * @param list the rows
 */
public record LocalRows(StructType readSchema, List<InternalRow> list)
    implements LocalScan, ScanBuilder {
  /**
   * Creates a scan over rows.
   *
   * @param readSchema their columns
   * @param list the rows
   */
  public LocalRows {
    list = List.copyOf(list);
  }

  @Override
  public InternalRow[] rows() {
    return list.toArray(InternalRow[]::new);
  }

  @Override
  public Scan build() {
    return this;
  }
}
