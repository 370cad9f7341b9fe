package org.tensormap.spark.functions;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;

/** A {@link TensorMapFunction} with arguments of some types. */
final class TensorMapCall extends BoundCall implements ScalarFunction<Object> {
  private static final long serialVersionUID = 1L;

  private final transient TensorMapFunction function;

  TensorMapCall(TensorMapFunction function, Binding binding) {
    super(binding);
    this.function = function;
  }

  @Override
  public Object produceResult(InternalRow arguments) {
    return function.call(binding(), arguments);
  }

  @Override
  public DataType resultType() {
    return function.resultType();
  }

  @Override
  public String name() {
    return function.name();
  }
}
