package org.tensormap.spark.functions;

import ai.djl.ndarray.NDManager;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.spark.TensorMapBinary;

/** {@code tm_from_mts}: makes an Arrow IPC stream from the bytes of a .mts file. */
record FromMtsFunction() implements ScalarFunction<byte[]> {
  private static final long serialVersionUID = 1L;

  @Override
  public byte[] produceResult(InternalRow arguments) {
    if (arguments.isNullAt(0)) {
      return null;
    }
    byte[] value = arguments.getBinary(0);
    try (NDManager manager = HostNDManager.newManager();
        TensorMap map = TensorMapBinary.decode(value, manager)) {
      return TensorMapBinary.encode(map);
    }
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.BinaryType};
  }

  @Override
  public DataType resultType() {
    return DataTypes.BinaryType;
  }

  @Override
  public String name() {
    return "tm_from_mts";
  }

  @Override
  public String canonicalName() {
    return "tensormap.tm_from_mts";
  }
}
