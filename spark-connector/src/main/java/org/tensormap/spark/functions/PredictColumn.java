package org.tensormap.spark.functions;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.tensormap.spark.model.ModelCall;
import scala.jdk.javaapi.CollectionConverters;

/** The result of a model as a column, for those who have planned the call themselves. */
public final class PredictColumn {
  private PredictColumn() {}

  /**
   * Makes a column.
   *
   * @param call what it is the result of
   * @param arguments the names of the columns with the arguments, of the types that the call is
   *     bound to
   * @return the column
   */
  public static Column of(ModelCall call, List<String> arguments) {
    List<Expression> columns =
        arguments.stream().<Expression>map(name -> UnresolvedAttribute.quoted(name)).toList();
    return ExpressionUtils.column(
        CallExpressions.scalar(
            new PredictFunction(call), CollectionConverters.asScala(columns).toSeq()));
  }
}
