package org.tensormap.spark.write;

import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.util.SerializableConfiguration;

/** A write of tensor maps, one file for each row. */
record TensorMapWrite(WriteTarget target, int column, SerializableConfiguration configuration)
    implements Write {
  @Override
  public String description() {
    return "tensormap " + target.storage().root() + " (" + target.operation() + ")";
  }

  @Override
  public BatchWrite toBatch() {
    return new DatasetWrite(target, column, configuration);
  }
}
