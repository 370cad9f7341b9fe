package org.tensormap.spark;

import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;

/** Columns as Spark wants them to be named: it parses names, some of which are reserved words. */
public final class ColumnReference {
  private ColumnReference() {}

  /**
   * Refers to a column.
   *
   * @param name its name, whatever is in it
   * @return the reference
   */
  public static NamedReference of(String name) {
    return Expressions.column("`" + name.replace("`", "``") + "`");
  }
}
