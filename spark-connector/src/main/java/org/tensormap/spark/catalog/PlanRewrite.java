package org.tensormap.spark.catalog;

import java.util.function.UnaryOperator;
import scala.Function1;
import scala.runtime.AbstractPartialFunction;

/**
 * What a rule does to each node of a plan, as Spark wants it; a node that stays as it is is
 * returned itself.
 */
final class PlanRewrite<P> extends AbstractPartialFunction<P, P> {
  private final UnaryOperator<P> rewrite;

  PlanRewrite(UnaryOperator<P> rewrite) {
    this.rewrite = rewrite;
  }

  @Override
  public boolean isDefinedAt(P node) {
    return true;
  }

  @Override
  @SuppressWarnings("unchecked") // Scala asks that B is P or wider, which Java can not say.
  public <A extends P, B> B applyOrElse(A node, Function1<A, B> otherwise) {
    return (B) rewrite.apply(node);
  }
}
