package org.tensormap.spark.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tensormap.TensorMap;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.TensorMapException;
import org.tensormap.torchscript.ModelType;

/**
 * Finds the reader that makes a value of a model's type from a SQL type. Which pairs fit:
 *
 * <table>
 * <caption>SQL types for the types of a model's arguments</caption>
 * <tr><th>model</th><th>SQL</th></tr>
 * <tr><td>{@code Tensor}</td><td>a number or boolean (no axes), arrays of them nested to any depth,
 *     or {@code struct<shape: array<bigint>, values: array<…>>}, which is also what a tensor that a
 *     model returns looks like</td></tr>
 * <tr><td>{@code TensorMap}, {@code TensorBlock}</td><td>{@code binary}: Arrow IPC or .mts bytes,
 *     for a block those of a map with one block</td></tr>
 * <tr><td>{@code Labels}</td><td>{@code struct<names: array<string>, values:
 *     array<array<int>>>}</td></tr>
 * <tr><td>{@code int}, {@code float}, {@code bool}, {@code str}</td><td>integers, any number,
 *     boolean, string</td></tr>
 * <tr><td>{@code List[T]}, {@code Dict[str, T]}, {@code Tuple[…]}</td><td>array, map with string
 *     keys, struct with as many fields</td></tr>
 * <tr><td>{@code Optional[T]}</td><td>as {@code T}, or NULL</td></tr>
 * </table>
 */
final class ArgumentReaders {
  private static final ArgumentReader NULL = new OptionalReader((source, ordinal, arrays) -> null);

  private ArgumentReaders() {}

  /** The reader for a pair of types; empty if they do not fit. */
  static Optional<ArgumentReader> find(DataType sql, ModelType model) {
    if (model instanceof ModelType.OptionalOf optional) {
      return sql instanceof NullType
          ? Optional.of(NULL)
          : find(sql, optional.value()).map(OptionalReader::new);
    }
    if (model instanceof ModelType.Tensor) {
      return TensorReader.of(sql).or(() -> FlatTensorReader.of(sql));
    }
    if (model instanceof ModelType.ListOf list) {
      return sql instanceof ArrayType array
          ? find(array.elementType(), list.element()).map(ArgumentReaders::list)
          : Optional.empty();
    }
    if (model instanceof ModelType.DictOf dict) {
      return sql instanceof MapType map && map.keyType() instanceof StringType
          ? find(map.valueType(), dict.value()).map(ArgumentReaders::dict)
          : Optional.empty();
    }
    if (model instanceof ModelType.TupleOf tuple) {
      return sql instanceof StructType struct
          ? fields(struct, tuple).map(ArgumentReaders::tuple)
          : Optional.empty();
    }
    return scalar(sql, model);
  }

  private static Optional<ArgumentReader> scalar(DataType sql, ModelType model) {
    if (model instanceof ModelType.TensorMap) {
      return only(sql instanceof BinaryType, ArgumentReaders::tensorMap);
    }
    if (model instanceof ModelType.TensorBlock) {
      return only(sql instanceof BinaryType, ArgumentReaders::tensorBlock);
    }
    if (model instanceof ModelType.Labels) {
      return LabelsReader.of(sql);
    }
    if (model instanceof ModelType.Int) {
      return integer(sql);
    }
    if (model instanceof ModelType.Float) {
      return floating(sql);
    }
    if (model instanceof ModelType.Bool) {
      return only(
          sql instanceof BooleanType, (source, ordinal, arrays) -> source.getBoolean(ordinal));
    }
    if (model instanceof ModelType.Str) {
      return only(
          sql instanceof StringType,
          (source, ordinal, arrays) -> source.getUTF8String(ordinal).toString());
    }
    return only(sql instanceof NullType, NULL);
  }

  private static Optional<ArgumentReader> integer(DataType sql) {
    if (sql instanceof ByteType) {
      return Optional.of((source, ordinal, arrays) -> (long) source.getByte(ordinal));
    }
    if (sql instanceof ShortType) {
      return Optional.of((source, ordinal, arrays) -> (long) source.getShort(ordinal));
    }
    if (sql instanceof IntegerType) {
      return Optional.of((source, ordinal, arrays) -> (long) source.getInt(ordinal));
    }
    return only(sql instanceof LongType, (source, ordinal, arrays) -> source.getLong(ordinal));
  }

  private static Optional<ArgumentReader> floating(DataType sql) {
    if (sql instanceof FloatType) {
      return Optional.of((source, ordinal, arrays) -> (double) source.getFloat(ordinal));
    }
    if (sql instanceof DoubleType) {
      return Optional.of((source, ordinal, arrays) -> source.getDouble(ordinal));
    }
    if (sql instanceof DecimalType type) {
      return Optional.of(
          (source, ordinal, arrays) ->
              source.getDecimal(ordinal, type.precision(), type.scale()).toDouble());
    }
    return integer(sql)
        .map(
            reader ->
                (source, ordinal, arrays) ->
                    ((Long) reader.read(source, ordinal, arrays)).doubleValue());
  }

  private static Optional<ArgumentReader> only(boolean fits, ArgumentReader reader) {
    return fits ? Optional.of(reader) : Optional.empty();
  }

  private static ArgumentReader list(ArgumentReader element) {
    return (source, ordinal, arrays) -> elements(source.getArray(ordinal), element, arrays);
  }

  private static List<Object> elements(
      ArrayData array, ArgumentReader element, ArgumentArrays arrays) {
    List<Object> elements = new ArrayList<>(array.numElements());
    for (int i = 0; i < array.numElements(); i++) {
      elements.add(element.readInside(array, i, "[" + i + "]", arrays));
    }
    return elements;
  }

  private static ArgumentReader dict(ArgumentReader value) {
    return (source, ordinal, arrays) -> {
      MapData map = source.getMap(ordinal);
      Map<String, Object> entries = new LinkedHashMap<>();
      for (int i = 0; i < map.numElements(); i++) {
        String key = map.keyArray().getUTF8String(i).toString();
        entries.put(key, value.readInside(map.valueArray(), i, "['" + key + "']", arrays));
      }
      return entries;
    };
  }

  private static Optional<List<ArgumentReader>> fields(StructType struct, ModelType.TupleOf tuple) {
    StructField[] fields = struct.fields();
    if (fields.length != tuple.elements().size()) {
      return Optional.empty();
    }
    List<ArgumentReader> readers = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      find(fields[i].dataType(), tuple.elements().get(i)).ifPresent(readers::add);
    }
    return readers.size() == fields.length ? Optional.of(readers) : Optional.empty();
  }

  private static ArgumentReader tuple(List<ArgumentReader> fields) {
    return (source, ordinal, arrays) -> {
      InternalRow row = source.getStruct(ordinal, fields.size());
      List<Object> elements = new ArrayList<>(fields.size());
      for (int i = 0; i < fields.size(); i++) {
        elements.add(fields.get(i).readInside(row, i, "[" + i + "]", arrays));
      }
      return elements;
    };
  }

  private static Object tensorMap(SpecializedGetters source, int ordinal, ArgumentArrays arrays) {
    return decode(source.getBinary(ordinal), arrays);
  }

  private static Object tensorBlock(SpecializedGetters source, int ordinal, ArgumentArrays arrays) {
    TensorMap map = decode(source.getBinary(ordinal), arrays);
    if (map.size() != 1) {
      throw new UnfitValueException(
          "a TensorBlock is a tensor map with one block, got one with " + map.size() + " blocks");
    }
    return map.block();
  }

  private static TensorMap decode(byte[] bytes, ArgumentArrays arrays) {
    try {
      return TensorMapBinary.decode(bytes, arrays.manager());
    } catch (TensorMapException e) {
      throw UnfitValueException.causedBy(e);
    }
  }
}
