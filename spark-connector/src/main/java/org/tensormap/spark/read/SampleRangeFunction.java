package org.tensormap.spark.read;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The range of a sample as a function, which Spark looks up by the name that a scan reports.
 *
 * @param name its name, in which all ranges are
 * @param ranges the ranges
 */
record SampleRangeFunction(String name, SampleRanges ranges)
    implements UnboundFunction, ScalarFunction<Integer> {
  @Override
  public String description() {
    return name + "(sample INT): which range of samples, and so which shards, a sample is in";
  }

  @Override
  public BoundFunction bind(StructType inputType) {
    if (inputType.length() != 1 || !inputType.apply(0).dataType().equals(DataTypes.IntegerType)) {
      throw new UnsupportedOperationException(
          name + " takes one INT, got " + inputType.simpleString());
    }
    return this;
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.IntegerType};
  }

  @Override
  public DataType resultType() {
    return DataTypes.IntegerType;
  }

  @Override
  public String canonicalName() {
    return "tensormap." + name;
  }

  @Override
  public Integer produceResult(InternalRow input) {
    return input.isNullAt(0) ? null : ranges.rangeOf(input.getInt(0));
  }

  @Override
  public String toString() {
    return name;
  }
}
