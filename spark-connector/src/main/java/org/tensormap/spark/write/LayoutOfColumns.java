package org.tensormap.spark.write;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tensormap.spark.column.LayoutColumn;
import org.tensormap.spark.column.Role;
import org.tensormap.spark.layout.BlocksLayout;
import org.tensormap.spark.layout.Layout;
import org.tensormap.spark.layout.SamplesLayout;
import org.tensormap.spark.layout.TensorMapLayout;
import org.tensormap.spark.layout.ValuesLayout;

/**
 * The layout that columns were read in, or that a column has the name for.
 *
 * @param schema the columns
 * @param present the dataset as it is
 */
record LayoutOfColumns(StructType schema, PresentDataset present) {
  /**
   * Finds the layout.
   *
   * @throws org.tensormap.spark.TensorMapException if no column tells
   */
  String find() {
    return known().orElseThrow(() -> WriteErrors.noLayout(Arrays.asList(schema.fieldNames())));
  }

  /** Finds the layout; empty if no column tells. */
  Optional<String> known() {
    return withRole(Role.TENSORMAP, TensorMapLayout.NAME)
        .or(() -> withRole(Role.SHAPE, BlocksLayout.NAME))
        .or(() -> withRole(Role.SAMPLES, BlocksLayout.NAME))
        .or(() -> withRole(Role.VALUE, ValuesLayout.NAME))
        .or(() -> withRole(Role.VALUES, SamplesLayout.NAME))
        .or(() -> withName(TensorMapLayout.NAME, TensorMapLayout.NAME))
        .or(() -> withName(BlocksLayout.SAMPLES, BlocksLayout.NAME))
        .or(() -> withName(SamplesLayout.VALUES, SamplesLayout.NAME))
        .or(() -> withName(ValuesLayout.VALUE, ValuesLayout.NAME))
        .or(this::ofTable);
  }

  private Optional<String> withRole(Role role, String layout) {
    for (StructField field : schema.fields()) {
      if (field.metadata().contains(LayoutColumn.ROLE)
          && field.metadata().getString(LayoutColumn.ROLE).equals(role.toString())) {
        return Optional.of(layout);
      }
    }
    return Optional.empty();
  }

  private Optional<String> withName(String column, String layout) {
    return Arrays.stream(schema.fieldNames()).anyMatch(column::equalsIgnoreCase)
        ? Optional.of(layout)
        : Optional.empty();
  }

  /** SQL gives {@code VALUES} no names: they are those of the table in its usual layout. */
  private Optional<String> ofTable() {
    boolean isUnnamed = schema.length() > 0 && schema.fieldNames()[0].equals("col1");
    return isUnnamed && !present.columns(Layout.DEFAULT).isEmpty()
        ? Optional.of(Layout.DEFAULT)
        : Optional.empty();
  }
}
