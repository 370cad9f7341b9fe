package org.tensormap.spark.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tensormap.Labels;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;

/**
 * Which column has which role in a write: every column has one, and only one.
 *
 * <p>Roles come from the options; for those without an option, from the metadata that a read put on
 * the columns; and else from the names of the columns that the dataset has already.
 */
final class ColumnRoles {
  /** The columns as the user calls them, and as the dataset does if the user gave no names. */
  private final StructType written;

  private final StructType schema;
  private final List<Role> labels;
  private final Map<Role, List<String>> given;

  /** The columns of the dataset in the layout of the rows, by their name in lower case. */
  private final Map<String, LayoutColumn> present = new HashMap<>();

  private final Map<Role, List<LabelColumn>> labelColumns = new EnumMap<>(Role.class);
  private final Map<Role, Integer> contents = new EnumMap<>(Role.class);
  private final Set<Integer> assigned = new HashSet<>();

  /**
   * Finds the roles of columns.
   *
   * @param schema the columns that are written
   * @param labels the roles of columns of labels that the layout has
   * @param contents the roles of the other columns that it has, by their usual names
   * @param given the columns of some roles, as the user gave them
   * @param present the columns that the dataset has in this layout; none if there is no dataset
   */
  ColumnRoles(
      StructType schema,
      List<Role> labels,
      Map<String, Role> contents,
      Map<Role, List<String>> given,
      List<LayoutColumn> present) {
    this.written = schema;
    this.schema = hasNoNames(schema, present) ? named(schema, present) : schema;
    this.labels = labels;
    this.given = given;
    present.forEach(column -> this.present.put(lower(column.name()), column));
    for (Role role : labels) {
      labelColumns.put(role, new ArrayList<>());
    }
    given.forEach(this::assign);
    for (int i = 0; i < this.schema.length(); i++) {
      if (!assigned.contains(i) && !isFile(this.schema.fields()[i])) {
        assign(i, contents);
      }
    }
  }

  /** The columns of a role that is a dimension, in the order of the dimensions. */
  LabelColumns labels(Role role) {
    List<LabelColumn> columns = labelColumns.get(role);
    try {
      Labels.empty(columns.stream().map(LabelColumn::dimension).toList());
    } catch (IllegalArgumentException e) {
      throw WriteErrors.invalidDimensions(role, e);
    }
    return new LabelColumns(columns);
  }

  /** The position of the column of a role that is no dimension. */
  Optional<Integer> content(Role role) {
    return Optional.ofNullable(contents.get(role));
  }

  /** The position of the column of a role that is no dimension, which must be there. */
  int required(Role role, String name) {
    return content(role)
        .orElseThrow(() -> WriteErrors.missingColumn(name, Arrays.asList(written.fieldNames())));
  }

  /** Whether SQL made up the names, as it does for {@code INSERT INTO … VALUES}. */
  private static boolean hasNoNames(StructType schema, List<LayoutColumn> present) {
    if (present.size() != schema.length()) {
      return false;
    }
    for (int i = 0; i < schema.length(); i++) {
      if (!schema.fieldNames()[i].equals("col" + (i + 1))) {
        return false;
      }
    }
    return true;
  }

  private static StructType named(StructType schema, List<LayoutColumn> present) {
    StructType named = new StructType();
    for (int i = 0; i < schema.length(); i++) {
      StructField field = schema.fields()[i];
      named =
          named.add(
              new StructField(
                  present.get(i).name(), field.dataType(), field.nullable(), Metadata.empty()));
    }
    return named;
  }

  private void assign(Role role, List<String> names) {
    for (String name : names) {
      int ordinal = find(name);
      if (!assigned.add(ordinal)) {
        throw WriteErrors.columnInTwoRoles(schema.fieldNames()[ordinal]);
      }
      addLabel(role, ordinal);
    }
  }

  private void assign(int ordinal, Map<String, Role> contentNames) {
    StructField field = schema.fields()[ordinal];
    String role = metadata(field, LayoutColumn.ROLE).orElse(null);
    if (Role.GRADIENT.toString().equals(role) || field.metadata().contains(LayoutColumn.GRADIENT)) {
      throw WriteErrors.gradientRows(field.name());
    }
    for (Map.Entry<String, Role> content : contentNames.entrySet()) {
      boolean isContent =
          role == null
              ? content.getKey().equalsIgnoreCase(field.name())
              : role.equals(content.getValue().toString());
      if (isContent) {
        addContent(content.getValue(), ordinal);
        return;
      }
    }
    LayoutColumn known = present.get(lower(field.name()));
    for (Role each : labels) {
      boolean isLabel = role == null ? known != null && known.role() == each : matches(each, role);
      if (isLabel && !given.containsKey(each)) {
        assigned.add(ordinal);
        addLabel(each, ordinal);
      }
    }
  }

  private static boolean matches(Role role, String name) {
    return role.toString().equals(name);
  }

  private void addContent(Role role, int ordinal) {
    Integer other = contents.put(role, ordinal);
    if (other != null) {
      throw WriteErrors.twoColumnsOfRole(
          role, schema.fieldNames()[other], schema.fieldNames()[ordinal]);
    }
    assigned.add(ordinal);
  }

  private void addLabel(Role role, int ordinal) {
    StructField field = schema.fields()[ordinal];
    labelColumns
        .get(role)
        .add(
            new LabelColumn(
                written.fieldNames()[ordinal], ordinal, field.dataType(), dimension(field)));
  }

  /**
   * The dimension that a column is: the one that it was read from, unless the user gave the column
   * another name since.
   */
  private String dimension(StructField field) {
    String name = field.name();
    LayoutColumn known = present.get(lower(name));
    Optional<String> dimension =
        metadata(field, LayoutColumn.DIMENSION)
            .or(
                () ->
                    Optional.ofNullable(known)
                        .flatMap(column -> metadata(column.field(), LayoutColumn.DIMENSION)));
    return dimension.filter(found -> isNameFor(found, name)).orElse(name);
  }

  /** Whether a read shows a dimension under this name; roles are added to names that are taken. */
  private static boolean isNameFor(String dimension, String name) {
    if (!lower(name).startsWith(lower(dimension))) {
      return false;
    }
    String rest = name.substring(dimension.length());
    for (Role role : Role.values()) {
      rest = rest.replace("_" + role, "");
    }
    return rest.isEmpty();
  }

  private int find(String name) {
    List<String> names = Arrays.asList(schema.fieldNames());
    int exact = names.indexOf(name);
    if (exact >= 0) {
      return exact;
    }
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw WriteErrors.noSuchColumn(name, schema.fieldNames());
  }

  /** Fails if there is a column without a role. */
  void checkAllAssigned() {
    List<String> left = new ArrayList<>();
    for (int i = 0; i < schema.length(); i++) {
      if (!assigned.contains(i) && !isFile(schema.fields()[i])) {
        left.add(schema.fieldNames()[i]);
      }
    }
    if (!left.isEmpty()) {
      throw WriteErrors.columnsWithoutRole(left, labels);
    }
  }

  /** The column that says which file a row comes from is never written. */
  private static boolean isFile(StructField field) {
    return field.name().equals(LayoutColumn.FILE_NAME);
  }

  private static Optional<String> metadata(StructField field, String key) {
    return field.metadata().contains(key)
        ? Optional.of(field.metadata().getString(key))
        : Optional.empty();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
