package org.tensormap.spark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.spark.LabelsType;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.torchscript.ModelType;

/**
 * Finds the writer for the type that a model returns; the SQL types are those of {@link SqlTypes}.
 */
final class ResultWriters {
  /** The largest integer below which float64 holds every integer. */
  private static final long LARGEST_EXACT = 1L << 53;

  private ResultWriters() {}

  static ResultWriter find(ModelType type) {
    if (type instanceof ModelType.OptionalOf optional) {
      ResultWriter value = find(optional.value());
      return result -> result == null ? null : value.write(result);
    }
    if (type instanceof ModelType.ListOf list) {
      ResultWriter element = find(list.element());
      return result -> array((List<?>) result, element);
    }
    if (type instanceof ModelType.DictOf dict) {
      ResultWriter value = find(dict.value());
      return result -> map((Map<?, ?>) result, value);
    }
    if (type instanceof ModelType.TupleOf tuple) {
      List<ResultWriter> fields = tuple.elements().stream().map(ResultWriters::find).toList();
      return result -> struct((List<?>) result, fields);
    }
    if (type instanceof ModelType.TensorMap) {
      return result -> TensorMapBinary.encode((TensorMap) result);
    }
    if (type instanceof ModelType.TensorBlock) {
      return result -> TensorMapBinary.encode(onlyBlock((TensorBlock) result));
    }
    if (type instanceof ModelType.Tensor) {
      return result -> tensor((NDArray) result);
    }
    if (type instanceof ModelType.Labels) {
      return result -> LabelsType.of((Labels) result);
    }
    if (type instanceof ModelType.Str) {
      return result -> UTF8String.fromString((String) result);
    }
    return result -> result;
  }

  private static GenericArrayData array(List<?> values, ResultWriter element) {
    return new GenericArrayData(values.stream().map(element::write).toArray());
  }

  private static ArrayBasedMapData map(Map<?, ?> entries, ResultWriter value) {
    Object[] keys = new Object[entries.size()];
    Object[] values = new Object[entries.size()];
    int next = 0;
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      keys[next] = UTF8String.fromString((String) entry.getKey());
      values[next++] = value.write(entry.getValue());
    }
    return new ArrayBasedMapData(new GenericArrayData(keys), new GenericArrayData(values));
  }

  private static GenericInternalRow struct(List<?> values, List<ResultWriter> fields) {
    Object[] row = new Object[fields.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = fields.get(i).write(values.get(i));
    }
    return new GenericInternalRow(row);
  }

  private static TensorMap onlyBlock(TensorBlock block) {
    return new TensorMap(Labels.single(), List.of(block));
  }

  private static GenericInternalRow tensor(NDArray tensor) {
    return new GenericInternalRow(
        new Object[] {
          UnsafeArrayData.fromPrimitiveArray(tensor.getShape().getShape()),
          UnsafeArrayData.fromPrimitiveArray(doubles(tensor))
        });
  }

  private static double[] doubles(NDArray tensor) {
    if (tensor.getDataType() == DataType.INT64) {
      rejectInexact(tensor.toLongArray());
    }
    if (tensor.getDataType() == DataType.FLOAT64) {
      return tensor.toDoubleArray();
    }
    try (NDArray copy = tensor.toType(DataType.FLOAT64, false)) {
      return copy.toDoubleArray();
    }
  }

  private static void rejectInexact(long[] values) {
    for (long value : values) {
      if (value > LARGEST_EXACT || value < -LARGEST_EXACT) {
        throw ModelErrors.inexact(value);
      }
    }
  }
}
