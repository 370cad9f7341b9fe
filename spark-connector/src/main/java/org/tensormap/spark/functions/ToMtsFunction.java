package org.tensormap.spark.functions;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.tensormap.HostNDManager;
import org.tensormap.TensorMap;
import org.tensormap.io.Mts;
import org.tensormap.spark.TensorMapBinary;

/** {@code tm_to_mts}: makes the bytes of a .mts file from a tensor map. */
record ToMtsFunction() implements ScalarFunction<byte[]> {
  private static final long serialVersionUID = 1L;

  @Override
  public byte[] produceResult(InternalRow arguments) {
    if (arguments.isNullAt(0)) {
      return null;
    }
    byte[] value = arguments.getBinary(0);
    try (NDManager manager = HostNDManager.newManager();
        TensorMap map = TensorMapBinary.decode(value, manager)) {
      return Mts.saveBuffer(map);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can not be written", e);
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
    return "tm_to_mts";
  }

  @Override
  public String canonicalName() {
    return "tensormap.tm_to_mts";
  }
}
