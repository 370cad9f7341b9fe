package org.tensormap.spark.model;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;

/**
 * How SQL values of one type become elements of a tensor: the type that they get there, and how an
 * array of them is copied.
 *
 * @param dtype the type in the tensor
 * @param copy copies all values of an array without nulls into a buffer
 */
record TensorElement(DataType dtype, BiConsumer<ArrayData, ByteBuffer> copy) {
  private static final TensorElement BOOLEAN =
      new TensorElement(
          DataType.BOOLEAN,
          (values, out) -> {
            for (int i = 0; i < values.numElements(); i++) {
              out.put((byte) (values.getBoolean(i) ? 1 : 0));
            }
          });
  private static final TensorElement INT8 =
      new TensorElement(DataType.INT8, (values, out) -> out.put(values.toByteArray()));

  /** DJL has no 16-bit integers for PyTorch. */
  private static final TensorElement INT16_AS_INT32 =
      new TensorElement(
          DataType.INT32,
          (values, out) -> {
            for (int i = 0; i < values.numElements(); i++) {
              out.putInt(values.getShort(i));
            }
          });

  private static final TensorElement INT32 =
      new TensorElement(
          DataType.INT32, (values, out) -> out.asIntBuffer().put(values.toIntArray()));
  private static final TensorElement INT64 =
      new TensorElement(
          DataType.INT64, (values, out) -> out.asLongBuffer().put(values.toLongArray()));
  private static final TensorElement FLOAT32 =
      new TensorElement(
          DataType.FLOAT32, (values, out) -> out.asFloatBuffer().put(values.toFloatArray()));
  private static final TensorElement FLOAT64 =
      new TensorElement(
          DataType.FLOAT64, (values, out) -> out.asDoubleBuffer().put(values.toDoubleArray()));

  /** The element for a SQL type; empty if tensors do not hold such values. */
  static Optional<TensorElement> of(org.apache.spark.sql.types.DataType type) {
    if (type instanceof BooleanType) {
      return Optional.of(BOOLEAN);
    }
    if (type instanceof ByteType) {
      return Optional.of(INT8);
    }
    if (type instanceof ShortType) {
      return Optional.of(INT16_AS_INT32);
    }
    if (type instanceof IntegerType) {
      return Optional.of(INT32);
    }
    if (type instanceof LongType) {
      return Optional.of(INT64);
    }
    if (type instanceof FloatType) {
      return Optional.of(FLOAT32);
    }
    if (type instanceof DoubleType) {
      return Optional.of(FLOAT64);
    }
    return type instanceof DecimalType decimal ? Optional.of(decimal(decimal)) : Optional.empty();
  }

  /** Decimals are what SQL makes of literals such as {@code 1.5}. */
  private static TensorElement decimal(DecimalType type) {
    return new TensorElement(
        DataType.FLOAT64,
        (values, out) -> {
          for (int i = 0; i < values.numElements(); i++) {
            out.putDouble(values.getDecimal(i, type.precision(), type.scale()).toDouble());
          }
        });
  }
}
