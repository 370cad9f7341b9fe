package org.tensormap.spark.functions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tensormap.Labels;
import org.tensormap.spark.LabelsType;

/**
 * Reads labels in the ways that are natural to write in SQL: an entry as a map or a struct, several
 * as an array of these, or names and values as {@link LabelsType} has them.
 */
final class LabelsReader {
  private LabelsReader() {}

  /** Reads labels with one entry. */
  @FunctionalInterface
  private interface EntryReader {
    Labels read(SpecializedGetters source, int ordinal);
  }

  /** A reader for a SQL type; empty if it is none that labels are written as. */
  static Optional<ArgumentReader<Labels>> of(DataType type) {
    if (type instanceof StructType struct && isNamesAndValues(struct)) {
      return Optional.of(
          new ArgumentReader<>(
              type,
              (source, ordinal, manager) -> namesAndValues(source.getStruct(ordinal, 2), struct)));
    }
    if (type instanceof ArrayType array) {
      List<String> known =
          array.elementType() instanceof StructType struct
              ? List.of(struct.fieldNames())
              : List.of();
      return entryReader(array.elementType())
          .map(
              entry ->
                  new ArgumentReader<>(
                      type,
                      (source, ordinal, manager) ->
                          entries(source.getArray(ordinal), entry, known)));
    }
    return entryReader(type)
        .map(
            reader ->
                new ArgumentReader<>(
                    type, (source, ordinal, manager) -> reader.read(source, ordinal)));
  }

  private static Optional<EntryReader> entryReader(DataType type) {
    if (type instanceof MapType map
        && map.keyType() instanceof StringType
        && Integers.reads(map.valueType())) {
      return Optional.of((source, ordinal) -> entry(source.getMap(ordinal), map.valueType()));
    }
    if (type instanceof StructType struct
        && struct.length() > 0
        && Arrays.stream(struct.fields()).allMatch(field -> Integers.reads(field.dataType()))) {
      return Optional.of(
          (source, ordinal) -> entry(source.getStruct(ordinal, struct.length()), struct));
    }
    return Optional.empty();
  }

  private static Labels entry(MapData map, DataType valueType) {
    return new Labels(
        Kinds.strings(map.keyArray(), "the names of dimensions"),
        Integers.readAll(map.valueArray(), valueType));
  }

  private static Labels entry(InternalRow row, StructType type) {
    int[] values = new int[type.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Integers.read(row, i, type.fields()[i].dataType());
    }
    return new Labels(List.of(type.fieldNames()), values);
  }

  private static Labels entries(ArrayData array, EntryReader reader, List<String> known) {
    List<String> names = known;
    List<int[]> rows = new ArrayList<>();
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        throw new IllegalArgumentException("entry " + i + " of the labels is NULL");
      }
      Labels entry = reader.read(array, i);
      if (i == 0) {
        names = entry.names();
      } else if (!entry.names().equals(names)) {
        throw new IllegalArgumentException(
            "all entries of labels must have the same dimensions, got "
                + names
                + " and "
                + entry.names());
      }
      rows.add(entry.entry(0).values());
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "an empty array does not say which dimensions the labels have: give"
              + " named_struct('names', array(...), 'values', array())");
    }
    return new Labels(names, rows.toArray(int[][]::new));
  }

  private static boolean isNamesAndValues(StructType type) {
    return Arrays.equals(type.fieldNames(), LabelsType.TYPE.fieldNames())
        && type.fields()[0].dataType() instanceof ArrayType names
        && names.elementType() instanceof StringType
        && valueType(type.fields()[1]).isPresent();
  }

  /** The type of single values; that of integers for {@code array()}, which has no values. */
  private static Optional<DataType> valueType(StructField values) {
    if (values.dataType() instanceof ArrayType rows) {
      if (rows.elementType() instanceof ArrayType row && Integers.reads(row.elementType())) {
        return Optional.of(row.elementType());
      }
      if (rows.elementType() instanceof NullType) {
        return Optional.of(DataTypes.IntegerType);
      }
    }
    return Optional.empty();
  }

  private static Labels namesAndValues(InternalRow labels, StructType type) {
    if (labels.isNullAt(0) || labels.isNullAt(1)) {
      throw new IllegalArgumentException("the names or values of labels are NULL");
    }
    DataType valueType = valueType(type.fields()[1]).orElseThrow();
    List<String> names = Kinds.strings(labels.getArray(0), "the names of dimensions");
    ArrayData rows = labels.getArray(1);
    int[][] values = new int[rows.numElements()][];
    for (int i = 0; i < values.length; i++) {
      if (rows.isNullAt(i)) {
        throw new IllegalArgumentException("entry " + i + " of the labels is NULL");
      }
      values[i] = Integers.readAll(rows.getArray(i), valueType);
    }
    return new Labels(names, values);
  }
}
