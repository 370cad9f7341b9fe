package org.tensormap.spark.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.tensormap.HostNDManager;

/**
 * A function of one row: its documentation, its parameters, and what it computes. To add one, write
 * its definition into the list of functions of its sort.
 *
 * @param name the name, starting with {@code tm_}
 * @param parameters what it takes
 * @param purpose what it does, in whole sentences
 * @param examples how it is used
 * @param resultType the type of what it returns
 * @param body computes the result, as Spark represents it internally
 */
record TensorMapFunction(
    String name,
    List<Parameter<?>> parameters,
    String purpose,
    List<Example> examples,
    DataType resultType,
    Function<Arguments, Object> body)
    implements SqlFunction {

  /** Begins a definition. */
  static Definition named(String name) {
    return new Definition(name);
  }

  @Override
  public String signature() {
    return Binding.signature(name, parameters);
  }

  @Override
  public BoundFunction bind(StructType types) {
    return new TensorMapCall(this, Binding.of(this, parameters, types));
  }

  /** Computes the result for one row. */
  Object call(Binding binding, InternalRow row) {
    if (binding.hasNull(row)) {
      return null;
    }
    return FunctionErrors.named(
        name,
        () -> {
          try (HostNDManager manager = HostNDManager.newManager()) {
            return body.apply(new Arguments(binding, row, manager));
          }
        });
  }

  /** A definition that is being written. */
  static final class Definition {
    private final String name;
    private final List<Example> examples = new ArrayList<>();
    private List<Parameter<?>> parameters = List.of();
    private String purpose = "";

    private Definition(String name) {
      this.name = name;
    }

    Definition takes(Parameter<?>... all) {
      parameters = List.of(all);
      return this;
    }

    Definition does(String text) {
      purpose = text;
      return this;
    }

    Definition example(String query, String result) {
      examples.add(new Example(query, result));
      return this;
    }

    <T> TensorMapFunction returns(Result<T> result, Function<Arguments, T> body) {
      return new TensorMapFunction(
          name,
          parameters,
          purpose,
          List.copyOf(examples),
          result.type(),
          body.andThen(result.conversion()));
    }
  }
}
