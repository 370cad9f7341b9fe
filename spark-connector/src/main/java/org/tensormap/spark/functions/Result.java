package org.tensormap.spark.functions;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tensormap.Labels;
import org.tensormap.TensorMap;
import org.tensormap.spark.LabelsType;
import org.tensormap.spark.TensorMapBinary;

/**
 * What a function returns.
 *
 * @param type the SQL type
 * @param conversion makes the value as Spark represents it internally
 */
record Result<T>(DataType type, Function<? super T, ?> conversion) {
  static final Result<TensorMap> TENSOR_MAP =
      new Result<>(DataTypes.BinaryType, TensorMapBinary::encode);
  static final Result<List<TensorMap>> TENSOR_MAPS =
      new Result<>(
          new ArrayType(DataTypes.BinaryType, false),
          maps -> new GenericArrayData(maps.stream().map(TensorMapBinary::encode).toArray()));
  static final Result<byte[]> BYTES = new Result<>(DataTypes.BinaryType, bytes -> bytes);
  static final Result<String> TEXT = new Result<>(DataTypes.StringType, UTF8String::fromString);
  static final Result<Boolean> FLAG = new Result<>(DataTypes.BooleanType, flag -> flag);
  static final Result<Integer> NUMBER = new Result<>(DataTypes.IntegerType, number -> number);
  static final Result<Labels> LABELS = new Result<>(LabelsType.TYPE, LabelsType::of);
  static final Result<List<String>> NAMES =
      new Result<>(new ArrayType(DataTypes.StringType, false), Result::texts);
  static final Result<long[]> SHAPE =
      new Result<>(new ArrayType(DataTypes.LongType, false), UnsafeArrayData::fromPrimitiveArray);
  static final Result<double[]> VALUES =
      new Result<>(new ArrayType(DataTypes.DoubleType, false), UnsafeArrayData::fromPrimitiveArray);
  static final Result<int[][]> ROWS =
      new Result<>(
          new ArrayType(new ArrayType(DataTypes.IntegerType, false), false),
          rows ->
              new GenericArrayData(
                  Arrays.stream(rows).map(UnsafeArrayData::fromPrimitiveArray).toArray()));
  static final Result<Map<String, String>> INFO =
      new Result<>(
          new MapType(DataTypes.StringType, DataTypes.StringType, false),
          info ->
              new ArrayBasedMapData(
                  texts(List.copyOf(info.keySet())), texts(List.copyOf(info.values()))));

  private static ArrayData texts(List<String> all) {
    return new GenericArrayData(all.stream().map(UTF8String::fromString).toArray(Object[]::new));
  }
}
