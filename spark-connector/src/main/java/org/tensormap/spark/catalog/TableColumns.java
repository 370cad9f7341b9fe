package org.tensormap.spark.catalog;

import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a table in the two forms that versions of Spark ask for. */
final class TableColumns {
  private TableColumns() {}

  static Column[] of(StructType schema) {
    return Stream.of(schema.fields()).map(TableColumns::column).toArray(Column[]::new);
  }

  static StructType structType(Column[] columns) {
    return new StructType(Stream.of(columns).map(TableColumns::field).toArray(StructField[]::new));
  }

  private static StructField field(Column column) {
    return new StructField(
        column.name(),
        column.dataType(),
        column.nullable(),
        column.metadataInJSON() == null
            ? Metadata.empty()
            : Metadata.fromJson(column.metadataInJSON()));
  }

  private static Column column(StructField field) {
    return Column.create(
        field.name(), field.dataType(), field.nullable(), null, field.metadata().json());
  }
}
