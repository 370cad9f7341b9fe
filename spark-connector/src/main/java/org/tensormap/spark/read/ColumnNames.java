package org.tensormap.spark.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names for columns, all different also to Spark, for which upper and lower case are the same: a
 * dimension whose name is taken gets its role behind it, for example {@code center_sample}.
 */
final class ColumnNames {
  private final Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  ColumnNames(Collection<String> reserved) {
    taken.addAll(reserved);
  }

  List<LayoutColumn> dimensions(Role role, List<String> names) {
    List<LayoutColumn> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(LayoutColumn.dimension(role, i, names.get(i), unique(names.get(i), role)));
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
