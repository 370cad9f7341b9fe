package org.tensormap.spark.functions;

import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.DataType;
import org.tensormap.HostNDManager;

/**
 * Reads arguments of one SQL type.
 *
 * @param sqlType the type
 * @param reading how to read a value that is not NULL
 */
record ArgumentReader<T>(DataType sqlType, Reading<T> reading) {

  /** How a value is read. */
  @FunctionalInterface
  interface Reading<T> {
    /**
     * Reads a value.
     *
     * @param source a row, or an array
     * @param ordinal its position there
     * @param manager the owner of arrays
     */
    T read(SpecializedGetters source, int ordinal, HostNDManager manager);
  }

  <R> ArgumentReader<R> map(Function<? super T, R> conversion) {
    return new ArgumentReader<>(
        sqlType,
        (source, ordinal, manager) -> conversion.apply(reading.read(source, ordinal, manager)));
  }
}
