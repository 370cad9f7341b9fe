package org.tensormap.spark.functions;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NullType;

/**
 * Which SQL types an argument can have, and how it is read.
 *
 * @param expected what it should be, for messages
 * @param readers finds the reader for a SQL type; empty if the argument can not have it
 */
record ArgumentKind<T>(String expected, Function<DataType, Optional<ArgumentReader<T>>> readers) {

  /** A kind that SQL has types for. */
  static <T> ArgumentKind<T> of(
      String expected, Predicate<DataType> accepts, ArgumentReader.Reading<T> reading) {
    return new ArgumentKind<>(
        expected,
        type ->
            accepts.test(type)
                ? Optional.of(new ArgumentReader<>(type, reading))
                : Optional.empty());
  }

  /** Finds the reader for a type. A literal NULL is of no type; nothing is ever read from it. */
  Optional<ArgumentReader<T>> reader(DataType type) {
    if (type instanceof NullType) {
      return Optional.of(
          new ArgumentReader<>(
              type,
              (source, ordinal, manager) -> {
                throw new IllegalStateException("NULL is not read");
              }));
    }
    return readers.apply(type);
  }

  /** The same arguments, read as something else. */
  <R> ArgumentKind<R> map(Function<? super T, R> conversion) {
    return as(expected, conversion);
  }

  /** The same types, of which only some values make sense. */
  <R> ArgumentKind<R> as(String newExpected, Function<? super T, R> conversion) {
    return new ArgumentKind<>(
        newExpected, type -> readers.apply(type).map(reader -> reader.map(conversion)));
  }

  /** Arguments of either kind. */
  ArgumentKind<T> or(ArgumentKind<T> other) {
    return new ArgumentKind<>(
        expected + " or " + other.expected,
        type -> readers.apply(type).or(() -> other.readers.apply(type)));
  }
}
