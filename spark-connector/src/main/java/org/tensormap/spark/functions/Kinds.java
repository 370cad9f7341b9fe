package org.tensormap.spark.functions;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.tensormap.HostNDManager;
import org.tensormap.Labels;
import org.tensormap.TensorMap;
import org.tensormap.operations.Axis;
import org.tensormap.operations.DifferentKeys;
import org.tensormap.operations.Selection;
import org.tensormap.spark.StoredMap;
import org.tensormap.spark.TensorMapBinary;
import org.tensormap.spark.TensorMapSchema;

/** What functions take. */
final class Kinds {
  private static final String A_TENSOR_MAP = "a tensor map as BINARY";

  /** The bytes of a tensor map. */
  static final ArgumentKind<byte[]> BYTES =
      ArgumentKind.of(
          A_TENSOR_MAP,
          type -> type instanceof BinaryType,
          (source, ordinal, manager) -> source.getBinary(ordinal));

  /** A whole tensor map. */
  static final ArgumentKind<TensorMap> TENSOR_MAP = binary(TensorMapBinary::decode);

  /** A tensor map of which parts are needed. */
  static final ArgumentKind<StoredMap> STORED_MAP = binary(TensorMapBinary::open);

  static final ArgumentKind<String> TEXT =
      ArgumentKind.of(
          "a string",
          type -> type instanceof StringType,
          (source, ordinal, manager) -> source.getUTF8String(ordinal).toString());

  /** Names of dimensions. */
  static final ArgumentKind<List<String>> NAMES =
      TEXT.map(List::of)
          .or(
              ArgumentKind.of(
                  "an array of strings",
                  type ->
                      type instanceof ArrayType array && array.elementType() instanceof StringType,
                  (source, ordinal, manager) ->
                      strings(source.getArray(ordinal), "an array of names")));

  static final ArgumentKind<Boolean> FLAG =
      ArgumentKind.of(
          "true or false",
          type -> type instanceof BooleanType,
          (source, ordinal, manager) -> source.getBoolean(ordinal));

  static final ArgumentKind<Integer> INTEGER =
      new ArgumentKind<>(
          "an integer",
          type ->
              Integers.reads(type)
                  ? Optional.of(
                      new ArgumentReader<>(
                          type, (source, ordinal, manager) -> Integers.read(source, ordinal, type)))
                  : Optional.empty());

  static final ArgumentKind<int[]> INTEGERS =
      new ArgumentKind<>(
          "an array of integers",
          type ->
              type instanceof ArrayType array && Integers.reads(array.elementType())
                  ? Optional.of(
                      new ArgumentReader<>(
                          type,
                          (source, ordinal, manager) ->
                              Integers.readAll(source.getArray(ordinal), array.elementType())))
                  : Optional.empty());

  static final ArgumentKind<Double> NUMBER =
      new ArgumentKind<>(
          "a number",
          type ->
              type instanceof NumericType
                  ? Optional.of(
                      new ArgumentReader<>(
                          type, (source, ordinal, manager) -> number(source, ordinal, type)))
                  : Optional.empty());

  /** The other side of an arithmetic operator. */
  static final ArgumentKind<Operand> OPERAND =
      TENSOR_MAP.<Operand>map(Operand.Map::new).or(NUMBER.map(Operand.Constant::new));

  /** One entry, or several, along some dimensions. */
  static final ArgumentKind<Labels> LABELS =
      new ArgumentKind<>(
          "map('dimension', value, ...), named_struct('dimension', value, ...), an array of either,"
              + " or named_struct('names', array(...), 'values', array(array(...), ...))",
          LabelsReader::of);

  /** Which samples or properties to keep. */
  static final ArgumentKind<Selection> SELECTION =
      LABELS.<Selection>map(Selection::of).or(INTEGERS.as("an array of positions", Selection::of));

  /** Which samples or properties to keep in each part. */
  static final ArgumentKind<List<Selection>> SELECTIONS =
      new ArgumentKind<>(
          "an array of selections, each of which is " + SELECTION.expected(), Kinds::selections);

  static final ArgumentKind<Axis> AXIS =
      TEXT.as("the name of an axis", name -> Axis.of(name.toLowerCase(Locale.ROOT)));

  static final ArgumentKind<DifferentKeys> DIFFERENT_KEYS =
      TEXT.as(
          "one of " + names(DifferentKeys.values()),
          name -> oneOf(DifferentKeys.values(), name, Kinds::name));

  /** What values can be converted to. */
  private static final DataType[] CONVERTIBLE =
      Arrays.stream(DataType.values())
          .filter(HostNDManager::hasPyTorchArrays)
          .toArray(DataType[]::new);

  static final ArgumentKind<DataType> DTYPE =
      TEXT.as(
          "the name of a type of values", name -> oneOf(CONVERTIBLE, name, TensorMapSchema::name));

  private Kinds() {}

  private interface Decoding<T> {
    T decode(byte[] bytes, HostNDManager manager);
  }

  private static <T> ArgumentKind<T> binary(Decoding<T> decoding) {
    return ArgumentKind.of(
        A_TENSOR_MAP,
        type -> type instanceof BinaryType,
        (source, ordinal, manager) -> decoding.decode(source.getBinary(ordinal), manager));
  }

  /** Reads an array of strings, none of which is NULL. */
  static List<String> strings(ArrayData array, String what) {
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        throw new IllegalArgumentException(what + " must not hold NULL, got it at position " + i);
      }
      strings.add(array.getUTF8String(i).toString());
    }
    return strings;
  }

  private static Optional<ArgumentReader<List<Selection>>> selections(
      org.apache.spark.sql.types.DataType type) {
    return type instanceof ArrayType array
        ? SELECTION
            .reader(array.elementType())
            .map(
                each ->
                    new ArgumentReader<>(
                        type,
                        (source, ordinal, manager) ->
                            selections(source.getArray(ordinal), each, manager)))
        : Optional.empty();
  }

  private static List<Selection> selections(
      ArrayData array, ArgumentReader<Selection> reader, HostNDManager manager) {
    List<Selection> all = new ArrayList<>();
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        throw new IllegalArgumentException(
            "an array of selections must not hold NULL, got it at position " + i);
      }
      all.add(reader.reading().read(array, i, manager));
    }
    return all;
  }

  private static double number(
      SpecializedGetters source, int ordinal, org.apache.spark.sql.types.DataType type) {
    Object number = source.get(ordinal, type);
    return number instanceof Decimal decimal ? decimal.toDouble() : ((Number) number).doubleValue();
  }

  private static <E> E oneOf(E[] values, String name, Function<E, String> names) {
    return Arrays.stream(values)
        .filter(value -> names.apply(value).equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + name
                        + "' is not one of "
                        + Arrays.stream(values).map(names).collect(Collectors.joining(", "))));
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String names(Enum<?>[] values) {
    return Arrays.stream(values).map(Kinds::name).collect(Collectors.joining(", "));
  }
}
