package org.tensormap.spark.functions;

import java.util.Optional;

/**
 * What a function takes at one position.
 *
 * @param name its name in the usage of the function, which no other parameter of it has
 * @param kind what it can be
 * @param otherwise what to take if the argument is left out; empty if it has to be given
 */
record Parameter<T>(String name, ArgumentKind<T> kind, Optional<T> otherwise) {

  static <T> Parameter<T> of(String name, ArgumentKind<T> kind) {
    return new Parameter<>(name, kind, Optional.empty());
  }

  /** An argument that can be left out, if those behind it are. */
  static <T> Parameter<T> optional(String name, ArgumentKind<T> kind, T otherwise) {
    return new Parameter<>(name, kind, Optional.of(otherwise));
  }

  boolean isOptional() {
    return otherwise.isPresent();
  }
}
