package org.tensormap.spark.functions;

import org.tensormap.TensorMap;

/** What is on the other side of an arithmetic operator. */
sealed interface Operand {
  /** A tensor map, whose blocks are combined with those of the first one. */
  record Map(TensorMap map) implements Operand {}

  /** A number, which is combined with each value. */
  record Constant(double value) implements Operand {}
}
