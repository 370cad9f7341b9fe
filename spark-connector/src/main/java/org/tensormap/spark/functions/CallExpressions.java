package org.tensormap.spark.functions;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.ApplyFunctionExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.V2Aggregator;
import org.apache.spark.sql.connector.catalog.functions.AggregateFunction;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import scala.collection.immutable.Seq;

/** Makes calls of functions that columns can be named after, as those of Spark's own functions. */
final class CallExpressions {
  private CallExpressions() {}

  static Expression scalar(ScalarFunction<?> function, Seq<Expression> arguments) {
    return named(function, new ApplyFunctionExpression(function, arguments));
  }

  static <S extends Serializable, R> Expression aggregate(
      AggregateFunction<S, R> function, Seq<Expression> arguments) {
    return named(function, new V2Aggregator<>(function, arguments, 0, 0));
  }

  private static Expression named(BoundFunction function, Expression call) {
    call.setTagValue(FunctionRegistry$.MODULE$.FUNC_ALIAS(), function.name());
    return call;
  }
}
