package org.tensormap.spark.functions;

import ai.djl.ndarray.NDManager;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.spark.TensorMapBinary;

/** {@code tm_print}: prints a tensor map as text. */
record PrintFunction() implements ScalarFunction<UTF8String> {
  private static final long serialVersionUID = 1L;

  @Override
  public UTF8String produceResult(InternalRow arguments) {
    if (arguments.isNullAt(0)) {
      return null;
    }
    byte[] value = arguments.getBinary(0);
    try (NDManager manager = HostNDManager.newManager();
        TensorMap map = TensorMapBinary.decode(value, manager)) {
      return UTF8String.fromString(map.toString());
    }
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.BinaryType};
  }

  @Override
  public DataType resultType() {
    return DataTypes.StringType;
  }

  @Override
  public String name() {
    return "tm_print";
  }

  @Override
  public String canonicalName() {
    return "tensormap.tm_print";
  }
}
