package org.tensormap.spark.column;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tensormap.spark.TensorMapSchema;

/**
 * Names for columns, all different also to Spark, for which upper and lower case are the same: a
 * dimension whose name is taken gets its role behind it, for example {@code center_sample}.
 */
public final class ColumnNames {
  private final Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * Creates names.
   *
   * @param reserved names that no dimension can have
   */
  public ColumnNames(Collection<String> reserved) {
    taken.addAll(reserved);
  }

  /**
   * Returns the columns that say which row of which block this is.
   *
   * @param schema the schema of the blocks
   * @param gradient what the rows are of
   * @return columns of keys, samples and, of a gradient, its other dimensions
   * @throws org.tensormap.spark.TensorMapException if there is no such gradient
   */
  public List<LayoutColumn> rows(TensorMapSchema schema, GradientPath gradient) {
    List<LayoutColumn> columns = new ArrayList<>();
    columns.addAll(dimensions(Role.KEY, schema.keys()));
    columns.addAll(dimensions(Role.SAMPLE, schema.samples()));
    columns.addAll(dimensions(Role.GRADIENT, gradient.samples(schema), schema.samples().size()));
    return columns;
  }

  /**
   * Returns the columns of some labels.
   *
   * @param role the axis that they are on
   * @param names the names of their dimensions
   * @return one column for each dimension
   */
  public List<LayoutColumn> dimensions(Role role, List<String> names) {
    return dimensions(role, names, 0);
  }

  private List<LayoutColumn> dimensions(Role role, List<String> names, int first) {
    List<LayoutColumn> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      columns.add(LayoutColumn.dimension(role, first + i, name, unique(name, role)));
    }
    return columns;
  }

  private String unique(String name, Role role) {
    String candidate = name;
    while (!taken.add(candidate)) {
      candidate = candidate + "_" + role;
    }
    return candidate;
  }
}
