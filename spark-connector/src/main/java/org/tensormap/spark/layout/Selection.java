package org.tensormap.spark.layout;

import java.io.Serializable;
import java.util.List;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.condition.Condition;

/**
 * What a query wants.
 *
 * @param columns the columns, in the order of the fields of a row; nothing that only others need is
 *     read
 * @param filter what the labels of a row must be; each part is about one axis of a block
 * @param limit how many rows are enough, whichever
 * @param elements which elements of arrays of values are looked at; null if all may be
 */
public record Selection(
    List<LayoutColumn> columns, Condition filter, long limit, WantedElements elements)
    implements Serializable {
  /** The limit where all rows are wanted. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  /**
   * Creates a selection.
   *
   * @param columns the columns, in the order of the fields of a row; copied
   * @param filter what the labels of a row must be; each part is about one axis of a block
   * @param limit how many rows are enough, whichever
   * @param elements which elements of arrays of values are looked at; null if all may be
   */
  public Selection {
    columns = List.copyOf(columns);
  }

  /**
   * Returns the same for what is to be read when some rows have been.
   *
   * @param rows how many rows have been read
   * @return the selection of the rest
   */
  public Selection after(long rows) {
    return limit == NO_LIMIT ? this : new Selection(columns, filter, limit - rows, elements);
  }

  /**
   * Returns the same with another filter.
   *
   * @param condition what the labels of a row must be
   * @return the selection
   */
  public Selection where(Condition condition) {
    return new Selection(columns, condition, limit, elements);
  }

  /**
   * Returns the same, looking at only some elements of arrays of values.
   *
   * @param some the elements; null if all may be looked at
   * @return the selection
   */
  public Selection of(WantedElements some) {
    return new Selection(columns, filter, limit, some);
  }

  boolean has(Role role) {
    return columns.stream().anyMatch(column -> column.role() == role);
  }
}
