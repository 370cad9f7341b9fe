package org.tensormap.spark.functions;

import java.io.Serializable;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.types.DataType;

/**
 * A function with arguments of some types. Two are equal if they have the same name and types;
 * tasks get these, and bind the function again.
 */
abstract class BoundCall implements BoundFunction, Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Binding binding;

  BoundCall(Binding binding) {
    this.binding = binding;
  }

  final Binding binding() {
    return binding;
  }

  @Override
  public final DataType[] inputTypes() {
    return binding.types().toArray(DataType[]::new);
  }

  @Override
  public final String canonicalName() {
    return bound().canonicalName();
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof BoundCall call && bound().equals(call.bound());
  }

  @Override
  public final int hashCode() {
    return bound().hashCode();
  }

  @Override
  public final String toString() {
    return name();
  }

  final Object writeReplace() {
    return bound().sent();
  }

  private BoundName bound() {
    return new BoundName(name(), binding.types());
  }
}
