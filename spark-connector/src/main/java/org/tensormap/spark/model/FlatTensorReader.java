package org.tensormap.spark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads {@code struct<shape: array<bigint>, values: array<…>>} as a tensor of that shape. */
record FlatTensorReader(ArgumentReader shape, ArgumentReader values) implements ArgumentReader {

  /** A reader for a SQL type; empty if it is not such a struct. */
  static Optional<ArgumentReader> of(DataType type) {
    return type instanceof StructType struct && struct.size() == 2
        ? of(struct.fields()[0], struct.fields()[1])
        : Optional.empty();
  }

  private static Optional<ArgumentReader> of(StructField shape, StructField values) {
    if (!shape.name().equals("shape")
        || !values.name().equals("values")
        || !(shape.dataType() instanceof ArrayType axes && axes.elementType() instanceof LongType)
        || !(values.dataType() instanceof ArrayType elements)
        || elements.elementType() instanceof ArrayType) {
      return Optional.empty();
    }
    return TensorReader.of(axes)
        .flatMap(axis -> TensorReader.of(elements).map(value -> new FlatTensorReader(axis, value)));
  }

  @Override
  public Object read(SpecializedGetters source, int ordinal, ArgumentArrays arrays) {
    InternalRow tensor = source.getStruct(ordinal, 2);
    long[] axes = ((NDArray) shape.readInside(tensor, 0, ".shape", arrays)).toLongArray();
    NDArray flat = (NDArray) values.readInside(tensor, 1, ".values", arrays);
    if (!fits(axes, flat.size())) {
      throw new UnfitValueException(
          "the shape " + Arrays.toString(axes) + " does not fit " + flat.size() + " values");
    }
    return flat.reshape(new Shape(axes));
  }

  private static boolean fits(long[] axes, long elements) {
    BigInteger product = BigInteger.ONE;
    for (long axis : axes) {
      if (axis < 0) {
        return false;
      }
      product = product.multiply(BigInteger.valueOf(axis));
    }
    return product.equals(BigInteger.valueOf(elements));
  }
}
