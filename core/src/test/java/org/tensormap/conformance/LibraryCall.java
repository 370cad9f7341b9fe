package org.tensormap.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What of our library stands for a function of the reference.
 *
 * @param name the name of the function, with its class or {@code operations} before it
 * @param parameters the names of its parameters, in their order; the first one of a method is
 *     {@code self}
 * @param body calls our function
 */
record LibraryCall(String name, List<String> parameters, Body body) {
  private static final List<LibraryCall> ALL =
      Stream.of(LabelsCalls.ALL, BlockCalls.ALL, MapCalls.ALL, OperationCalls.ALL)
          .flatMap(List::stream)
          .toList();

  /** Calls our function, which may make arrays that a manager owns. */
  interface Body {
    Object call(Arguments in, NDManager manager) throws IOException;
  }

  static LibraryCall call(String name, String parameters, Body body) {
    return new LibraryCall(
        name, parameters.isEmpty() ? List.of() : List.of(parameters.split(" ")), body);
  }

  static LibraryCall call(String name, String parameters, Function<Arguments, Object> body) {
    return call(name, parameters, (in, manager) -> body.apply(in));
  }

  /** Finds what stands for a function of the reference. */
  static Optional<LibraryCall> find(String name) {
    return ALL.stream().filter(call -> call.name.equals(name)).findFirst();
  }

  static List<LibraryCall> all() {
    return ALL;
  }

  Object replay(List<Object> positional, Map<String, Object> named, NDManager manager)
      throws IOException {
    return body.call(Arguments.bind(parameters, positional, named), manager);
  }

  /** Stands for the result of a function that has none. */
  static Object none(Runnable call) {
    call.run();
    return null;
  }

  static NDArray bytes(byte[] bytes, NDManager manager) {
    return manager.create(ByteBuffer.wrap(bytes), new Shape(bytes.length), DataType.UINT8);
  }

  static int[] array(IntBuffer values) {
    int[] array = new int[values.remaining()];
    values.duplicate().get(array);
    return array;
  }
}
