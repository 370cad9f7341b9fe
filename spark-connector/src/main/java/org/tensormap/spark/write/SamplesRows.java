package org.tensormap.spark.write;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.tensormap.spark.layout.SamplesLayout;

/**
 * Rows that are samples, each with an array of all its values.
 *
 * @param keys the columns with the keys
 * @param samples the columns with the samples
 * @param values the position of the column with the values
 * @param mayHaveNulls whether an array may have elements that are null
 * @param encoding how values are stored
 * @param axes what the values mean
 */
record SamplesRows(
    LabelColumns keys,
    LabelColumns samples,
    int values,
    boolean mayHaveNulls,
    ValueEncoding encoding,
    SampleAxes axes)
    implements LabelledRows {
  @Override
  public String name() {
    return SamplesLayout.NAME;
  }

  @Override
  public DataWriter<InternalRow> newWriter(ShardCollector shards, long maxShardBytes) {
    SampleAxes.OfKeys opened = axes.open();
    return new LabelledRowWriter(
        keys, samples, key -> new ArrayBlock(this, key, opened), maxShardBytes, shards);
  }

  @Override
  public List<String> componentNames() {
    return axes.componentNames();
  }

  @Override
  public List<String> propertyNames() {
    return axes.propertyNames();
  }
}
