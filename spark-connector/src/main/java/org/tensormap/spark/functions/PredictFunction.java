package org.tensormap.spark.functions;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.tensormap.spark.model.ModelCall;

/**
 * The function {@code tm_predict} for one model and types of arguments.
 *
 * @param call what it does
 */
record PredictFunction(ModelCall call) implements ScalarFunction<Object> {
  private static final long serialVersionUID = 1L;

  @Override
  public Object produceResult(InternalRow arguments) {
    return call.call(arguments);
  }

  @Override
  public DataType[] inputTypes() {
    return call.argumentTypes().toArray(DataType[]::new);
  }

  @Override
  public DataType resultType() {
    return call.resultType();
  }

  @Override
  public String name() {
    return "tm_predict";
  }

  @Override
  public String canonicalName() {
    return "tensormap." + this;
  }

  @Override
  public String toString() {
    return "tm_predict(" + call + ")";
  }
}
