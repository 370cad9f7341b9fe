package org.tensormap.spark.functions;

import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.ApplyFunctionExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import scala.collection.immutable.Seq;

/** Makes calls of functions that columns can be named after, as those of Spark's own functions. */
final class NamedCall {
  private NamedCall() {}

  static Expression of(ScalarFunction<?> function, Seq<Expression> arguments) {
    Expression call = new ApplyFunctionExpression(function, arguments);
    call.setTagValue(FunctionRegistry$.MODULE$.FUNC_ALIAS(), function.name());
    return call;
  }
}
