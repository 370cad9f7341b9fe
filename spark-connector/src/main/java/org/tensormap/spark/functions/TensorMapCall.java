package org.tensormap.spark.functions;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;

/**
 * A {@link TensorMapFunction} with arguments of some types. Tasks get its name and these types, and
 * bind it again.
 */
final class TensorMapCall implements ScalarFunction<Object>, Serializable {
  private static final long serialVersionUID = 1L;

  private final transient TensorMapFunction function;
  private final transient Binding binding;

  TensorMapCall(TensorMapFunction function, Binding binding) {
    this.function = function;
    this.binding = binding;
  }

  @Override
  public Object produceResult(InternalRow arguments) {
    return function.call(binding, arguments);
  }

  @Override
  public DataType[] inputTypes() {
    return binding.types().toArray(DataType[]::new);
  }

  @Override
  public DataType resultType() {
    return function.resultType();
  }

  @Override
  public String name() {
    return function.name();
  }

  @Override
  public String canonicalName() {
    return bound().canonicalName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorMapCall call && bound().equals(call.bound());
  }

  @Override
  public int hashCode() {
    return bound().hashCode();
  }

  @Override
  public String toString() {
    return name();
  }

  private Object writeReplace() {
    return bound().sent();
  }

  private BoundName bound() {
    return new BoundName(name(), binding.types());
  }
}
