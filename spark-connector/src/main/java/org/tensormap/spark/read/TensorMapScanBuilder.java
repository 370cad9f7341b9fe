package org.tensormap.spark.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Plans a scan: takes in what Spark wants to know, and reads nothing else. */
public final class TensorMapScanBuilder implements SupportsPushDownRequiredColumns, ScanBuilder {
  private final Input input;
  private final Layout layout;
  private final SerializableConfiguration configuration;
  private List<LayoutColumn> columns;

  /**
   * Creates a builder of scans over all columns.
   *
   * @param input what there is to read
   * @param layout how tensor maps become rows
   * @param configuration the settings of the file systems
   */
  public TensorMapScanBuilder(Input input, Layout layout, SerializableConfiguration configuration) {
    this.input = input;
    this.layout = layout;
    this.configuration = configuration;
    this.columns = layout.columns(input.schema());
  }

  @Override
  public void pruneColumns(StructType required) {
    Map<String, LayoutColumn> known = new HashMap<>();
    Stream.concat(layout.columns(input.schema()).stream(), Stream.of(LayoutColumn.FILE))
        .forEach(column -> known.put(column.name(), column));
    columns =
        Stream.of(required.fields())
            .map(field -> required(known.get(field.name()), field))
            .toList();
  }

  @Override
  public Scan build() {
    return new TensorMapScan(input, layout, columns, layout.prefersVectors(columns), configuration);
  }

  /** The column as Spark wants it: of a struct, maybe only some fields. */
  private static LayoutColumn required(LayoutColumn column, StructField field) {
    return new LayoutColumn(column.role(), column.dimension(), field);
  }
}
