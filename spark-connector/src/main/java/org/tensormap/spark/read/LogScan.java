package org.tensormap.spark.read;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.types.StructType;

/**
 * A row that the log of a dataset knows; no file is opened.
 *
 * @param name what it is about
 * @param readSchema its columns
 * @param row the row
 */
record LogScan(String name, StructType readSchema, InternalRow row) implements LocalScan {
  @Override
  public InternalRow[] rows() {
    return new InternalRow[] {row};
  }

  @Override
  public String description() {
    return "tensormap log of " + name + " " + readSchema.simpleString();
  }
}
