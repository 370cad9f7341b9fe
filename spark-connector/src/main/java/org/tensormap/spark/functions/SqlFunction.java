package org.tensormap.spark.functions;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.connector.catalog.functions.AggregateFunction;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A function of SQL. It is called by its plain name, or by the name that it has in the catalog;
 * either way {@link #bind} checks the types of the arguments.
 */
interface SqlFunction extends UnboundFunction {
  /** The call with the names of its arguments, as in {@code tm_shape(tensormap[, key])}. */
  String signature();

  /** What it does, in whole sentences. */
  String purpose();

  /** Calls and their results, with which {@code DESCRIBE FUNCTION EXTENDED} explains it. */
  List<Example> examples();

  /**
   * A query and what it returns.
   *
   * @param query the query
   * @param result its rows as text, one below the other
   */
  record Example(String query, String result) {}

  /** What {@code DESCRIBE FUNCTION} says: the call, a dash, and what it does. */
  @Override
  default String description() {
    return signature() + " - " + purpose();
  }

  /**
   * Makes the expression for one call by the plain name.
   *
   * @param arguments the arguments, resolved
   */
  default Expression build(Seq<Expression> arguments) {
    StructType types = new StructType();
    for (Expression argument : CollectionConverters.asJava(arguments)) {
      types =
          types.add(
              new StructField(
                  "_" + (types.size() + 1),
                  argument.dataType(),
                  argument.nullable(),
                  org.apache.spark.sql.types.Metadata.empty()));
    }
    BoundFunction bound = bind(types);
    return bound instanceof AggregateFunction<?, ?> aggregate
        ? CallExpressions.aggregate(aggregate, arguments)
        : CallExpressions.scalar((ScalarFunction<?>) bound, arguments);
  }
}
