package org.tensormap.spark.functions;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.tensormap.spark.TensorMapException;
import scala.collection.immutable.Seq;

/**
 * A function whose types do not depend on its arguments.
 *
 * @param usage what {@code DESCRIBE FUNCTION} says
 * @param example a query that calls it
 * @param function what it does
 */
record TensorMapFunction(String usage, String example, ScalarFunction<?> function)
    implements SqlFunction {

  @Override
  public String name() {
    return function.name();
  }

  @Override
  public Expression build(Seq<Expression> arguments) {
    checkCount(arguments.size());
    return NamedCall.of(function, arguments);
  }

  private void checkCount(int got) {
    int expected = function.inputTypes().length;
    if (got != expected) {
      throw new TensorMapException(
          "TENSORMAP_WRONG_NUM_ARGS",
          "42605",
          "The function "
              + name()
              + " takes "
              + expected
              + (expected == 1 ? " argument, got " : " arguments, got ")
              + got
              + ". "
              + usage.replace("_FUNC_", name()));
    }
  }
}
