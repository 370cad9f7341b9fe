package org.tensormap.spark.read;

import java.io.Serializable;
import java.util.List;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;

/**
 * What a query wants.
 *
 * @param columns the columns, in the order of the fields of a row; nothing that only others need is
 *     read
 * @param filter what the labels of a row must be; each part is about one axis of a block
 * @param limit how many rows are enough, whichever
 * @param elements which elements of arrays of values are looked at; null if all may be
 */
record Selection(List<LayoutColumn> columns, Condition filter, long limit, WantedElements elements)
    implements Serializable {
  static final long NO_LIMIT = Long.MAX_VALUE;

  Selection {
    columns = List.copyOf(columns);
  }

  /** The same for what is to be read when some rows have been. */
  Selection after(long rows) {
    return limit == NO_LIMIT ? this : new Selection(columns, filter, limit - rows, elements);
  }

  /** The same without those that a condition leaves out, too. */
  Selection where(Condition condition) {
    return new Selection(columns, condition, limit, elements);
  }

  /** The same, looking at only some elements of arrays of values. */
  Selection of(WantedElements some) {
    return new Selection(columns, filter, limit, some);
  }

  boolean has(Role role) {
    return columns.stream().anyMatch(column -> column.role() == role);
  }
}
