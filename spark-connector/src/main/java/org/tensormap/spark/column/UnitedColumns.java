package org.tensormap.spark.column;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.tensormap.spark.TensorMapSchema;

/**
 * What the metadata of a column has to say if its values come from several columns, as in a union,
 * for which Spark takes the metadata of the first of them.
 */
public final class UnitedColumns {
  private UnitedColumns() {}

  /**
   * Tells whether a column holds values of tensor maps.
   *
   * @param metadata the metadata of the column
   * @return whether a read left there what its values are
   */
  public static boolean isOfValues(Metadata metadata) {
    return isTyped(metadata)
        || metadata.contains(LayoutColumn.GRADIENT)
        || !ColumnLabelsMetadata.origins(metadata).isEmpty();
  }

  /**
   * Returns metadata that are true of the values of all columns: labels come from all of them, and
   * the type is the same as in tensor maps if it is the same everywhere, else that of SQL, which
   * holds the values of all. Columns that say nothing about labels are taken to have those of the
   * others, as rows have that are added to a dataset.
   *
   * @param columns the metadata of the columns
   * @param sqlType the type that all columns have
   * @return the metadata; those of the first column if all say the same
   */
  public static Metadata metadata(List<Metadata> columns, DataType sqlType) {
    Metadata first = columns.get(0);
    MetadataBuilder united = new MetadataBuilder().withMetadata(first);
    putType(columns, sqlType, united);
    columns.stream()
        .filter(column -> column.contains(LayoutColumn.GRADIENT))
        .findFirst()
        .ifPresent(
            column ->
                united.putString(LayoutColumn.GRADIENT, column.getString(LayoutColumn.GRADIENT)));
    Set<Metadata> origins = new LinkedHashSet<>();
    columns.forEach(column -> origins.addAll(ColumnLabelsMetadata.origins(column)));
    if (!origins.isEmpty()) {
      ColumnLabelsMetadata.putOrigins(List.copyOf(origins), united);
    }
    Metadata metadata = united.build();
    return metadata.equals(first) ? first : metadata;
  }

  /**
   * Tells whether two columns say the same about the type that values have in tensor maps.
   *
   * @param first the metadata of a column
   * @param second the metadata of another one
   * @param sqlType the type of both, which says it if the metadata do not
   * @return whether it is the same type
   */
  public static boolean haveSameType(Metadata first, Metadata second, DataType sqlType) {
    return dtype(first, sqlType).equals(dtype(second, sqlType));
  }

  private static Optional<String> dtype(Metadata column, DataType sqlType) {
    return isTyped(column)
        ? Optional.of(column.getString(LayoutColumn.DTYPE))
        : ElementType.natural(elements(sqlType)).map(TensorMapSchema::name);
  }

  private static boolean isTyped(Metadata metadata) {
    return metadata.contains(LayoutColumn.DTYPE);
  }

  private static void putType(List<Metadata> columns, DataType sqlType, MetadataBuilder united) {
    Set<String> types =
        columns.stream()
            .filter(UnitedColumns::isTyped)
            .map(column -> column.getString(LayoutColumn.DTYPE))
            .collect(Collectors.toSet());
    boolean areTyped = columns.stream().allMatch(UnitedColumns::isTyped);
    if (!areTyped) {
      united.remove(LayoutColumn.DTYPE);
    } else if (types.size() > 1) {
      ElementType.natural(elements(sqlType))
          .ifPresent(type -> united.putString(LayoutColumn.DTYPE, TensorMapSchema.name(type)));
    }
  }

  private static DataType elements(DataType sqlType) {
    return sqlType instanceof ArrayType array ? array.elementType() : sqlType;
  }
}
