package org.tensormap.spark.functions;

import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.collection.immutable.Seq;

/** A function that can be called in SQL by its plain name. */
interface SqlFunction {
  /** The name, starting with {@code tm_}. */
  String name();

  /** What {@code DESCRIBE FUNCTION} says: the call, a dash, and what it does. */
  String usage();

  /** A query that calls it. */
  String example();

  /**
   * Makes the expression for one call.
   *
   * @param arguments the arguments, resolved
   */
  Expression build(Seq<Expression> arguments);
}
