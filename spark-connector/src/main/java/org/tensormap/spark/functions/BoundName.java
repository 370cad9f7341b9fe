package org.tensormap.spark.functions;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * By what two calls of functions are told apart.
 *
 * @param function the name of the function
 * @param types the types of the arguments
 */
record BoundName(String function, List<DataType> types) implements Serializable {
  BoundName {
    types = List.copyOf(types);
  }

  String canonicalName() {
    return types.stream()
        .map(DataType::catalogString)
        .collect(Collectors.joining(",", "tensormap." + function + "(", ")"));
  }

  /** What to send to tasks instead of a call: the function is bound again there. */
  Object sent() {
    return new Sent(this);
  }

  private record Sent(BoundName bound) implements Serializable {
    private Object readResolve() {
      StructType row = new StructType();
      for (DataType type : bound.types) {
        row = row.add("_" + (row.size() + 1), type);
      }
      return SqlFunctions.named(bound.function).orElseThrow().bind(row);
    }
  }
}
