package org.tensormap.spark.write;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.tensormap.spark.layout.ValuesLayout;

/**
 * Rows that are single values.
 *
 * @param keys the columns with the keys
 * @param samples the columns with the samples
 * @param cells the columns with the components, followed by those with the properties
 * @param value the position of the column with the value
 * @param encoding how values are stored
 * @param axes the components and properties
 * @param fill the value for which there is no row; null if that is an error
 */
@SuppressWarnings("ArrayRecordComponent") // Layouts are not compared.
record ValuesRows(
    LabelColumns keys,
    LabelColumns samples,
    LabelColumns cells,
    int value,
    ValueEncoding encoding,
    ElementAxes axes,
    FillValue fill)
    implements LabelledRows {
  @Override
  public String name() {
    return ValuesLayout.NAME;
  }

  @Override
  public DataWriter<InternalRow> newWriter(ShardCollector shards, long maxShardBytes) {
    return new LabelledRowWriter(
        keys, samples, key -> new ElementBlock(this, key), maxShardBytes, shards);
  }

  @Override
  public List<String> componentNames() {
    return SizedName.names(axes.components());
  }

  @Override
  public List<String> propertyNames() {
    return SizedName.names(axes.properties());
  }
}
