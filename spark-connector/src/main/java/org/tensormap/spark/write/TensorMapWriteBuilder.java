package org.tensormap.spark.write;

import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.tensormap.spark.read.TensorMapLayout;

/** Plans a write: checks options and columns, before any file is written. */
public final class TensorMapWriteBuilder implements WriteBuilder, SupportsTruncate {
  private final LogicalWriteInfo info;
  private final SerializableConfiguration configuration;
  private WriteTarget target;

  /**
   * Creates a builder.
   *
   * @param info the columns and options of the write
   * @param target where to write
   * @param configuration the settings of the file systems
   */
  public TensorMapWriteBuilder(
      LogicalWriteInfo info, WriteTarget target, SerializableConfiguration configuration) {
    this.info = info;
    this.target = target;
    this.configuration = configuration;
  }

  @Override
  public WriteBuilder truncate() {
    target = target.overwritten();
    return this;
  }

  @Override
  public Write build() {
    WriteOptions.check(info.options());
    return new TensorMapWrite(target, tensorMapColumn(info.schema()), configuration);
  }

  /** The position of the column with the tensor maps; bounds, which a read gives, may be there. */
  private static int tensorMapColumn(StructType schema) {
    int found = -1;
    for (int i = 0; i < schema.length(); i++) {
      StructField field = schema.fields()[i];
      if (field.name().equalsIgnoreCase(TensorMapLayout.NAME)) {
        found = i;
      } else if (!field.name().equalsIgnoreCase(TensorMapLayout.BOUNDS)) {
        throw schema.getFieldIndex(TensorMapLayout.NAME).isDefined()
            ? WriteErrors.surplusColumn(field.name(), TensorMapLayout.NAME)
            : WriteErrors.missingColumn(TensorMapLayout.NAME, schema);
      }
    }
    if (found < 0) {
      throw WriteErrors.missingColumn(TensorMapLayout.NAME, schema);
    }
    StructField field = schema.fields()[found];
    if (!field.dataType().equals(DataTypes.BinaryType)) {
      throw WriteErrors.columnType(field.name(), field.dataType().sql());
    }
    return found;
  }
}
