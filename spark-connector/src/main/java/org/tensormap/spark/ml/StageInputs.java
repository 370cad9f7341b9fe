package org.tensormap.spark.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns with the arguments of the calls of a stage.
 *
 * @param fields the columns, in the order of the arguments
 * @param positions where they are among all columns
 * @param isGrouped whether a call gets an array of each, the values of a group of rows
 */
@SuppressWarnings("ArrayRecordComponent") // Inputs are not compared.
record StageInputs(List<StructField> fields, int[] positions, boolean isGrouped) {
  /**
   * Finds columns by their names.
   *
   * @throws org.tensormap.spark.TensorMapException if there is no such column, or there are several
   */
  static StageInputs find(
      String uid, StructType schema, String[] names, boolean isCaseSensitive, boolean isGrouped) {
    List<StructField> fields = new ArrayList<>();
    int[] positions = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      int[] found = positions(schema, names[i], isCaseSensitive);
      if (found.length != 1) {
        throw TransformerErrors.missingInput(uid, names[i], Arrays.asList(schema.fieldNames()));
      }
      positions[i] = found[0];
      fields.add(schema.fields()[found[0]]);
    }
    return new StageInputs(fields, positions, isGrouped);
  }

  /** The positions of the columns that Spark finds by a name. */
  static int[] positions(StructType schema, String name, boolean isCaseSensitive) {
    String[] names = schema.fieldNames();
    return IntStream.range(0, names.length)
        .filter(i -> isCaseSensitive ? names[i].equals(name) : names[i].equalsIgnoreCase(name))
        .toArray();
  }

  List<String> names() {
    return fields.stream().map(StructField::name).toList();
  }

  /** The types of the arguments. */
  List<DataType> types() {
    return fields.stream()
        .map(
            field ->
                isGrouped ? new ArrayType(field.dataType(), field.nullable()) : field.dataType())
        .toList();
  }
}
