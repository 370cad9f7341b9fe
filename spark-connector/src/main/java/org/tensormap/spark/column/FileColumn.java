package org.tensormap.spark.column;

import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.types.DataType;

/** The metadata column {@code _file}: which file a row comes from. */
public final class FileColumn implements MetadataColumn {
  /** Creates the column, which has no state. */
  public FileColumn() {}

  @Override
  public String name() {
    return LayoutColumn.FILE.name();
  }

  @Override
  public DataType dataType() {
    return LayoutColumn.FILE.field().dataType();
  }

  @Override
  public boolean isNullable() {
    return false;
  }

  @Override
  public String comment() {
    return "the file that the row comes from";
  }
}
