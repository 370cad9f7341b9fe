package org.tensormap.spark.functions;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Arguments whose number and types fit the parameters of a function.
 *
 * @param parameters the parameters, the last of which may have no argument
 * @param readers one for each argument
 */
record Binding(List<Parameter<?>> parameters, List<ArgumentReader<?>> readers) {

  /**
   * Checks arguments.
   *
   * @param function the function, for messages
   * @throws org.tensormap.spark.TensorMapException if there are too few or too many, or one has a
   *     type that does not fit
   */
  static Binding of(SqlFunction function, List<Parameter<?>> parameters, StructType types) {
    int required = (int) parameters.stream().filter(each -> !each.isOptional()).count();
    if (types.size() < required || types.size() > parameters.size()) {
      throw FunctionErrors.argumentCount(function, required, parameters.size(), types.size());
    }
    List<ArgumentReader<?>> readers = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      readers.add(reader(function, i, parameters.get(i), types.fields()[i]));
    }
    return new Binding(parameters, List.copyOf(readers));
  }

  private static ArgumentReader<?> reader(
      SqlFunction function, int position, Parameter<?> parameter, StructField argument) {
    DataType type = argument.dataType();
    return parameter
        .kind()
        .reader(type)
        .orElseThrow(() -> FunctionErrors.argumentType(function, position, parameter, type));
  }

  List<DataType> types() {
    return readers.stream().<DataType>map(ArgumentReader::sqlType).toList();
  }

  int position(Parameter<?> parameter) {
    return parameters.indexOf(parameter);
  }

  /** Whether an argument is NULL, so that the result is NULL too. */
  boolean hasNull(InternalRow row) {
    for (int i = 0; i < readers.size(); i++) {
      if (row.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }

  /** The call with the names of the parameters, as in {@code tm_shape(tensormap[, key])}. */
  static String signature(String name, List<Parameter<?>> parameters) {
    StringBuilder call = new StringBuilder(name).append('(');
    int open = 0;
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).isOptional()) {
        call.append('[');
        open++;
      }
      call.append(i == 0 ? "" : ", ").append(parameters.get(i).name());
    }
    return call.append("]".repeat(open)).append(')').toString();
  }
}
