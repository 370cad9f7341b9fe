package org.tensormap.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;
import org.tensormap.operations.Axis;
import org.tensormap.operations.Selection;

/** Recorded arguments, by the names that the reference gives to the parameters of a function. */
final class Arguments {
  private final Map<String, Object> values;

  private Arguments(Map<String, Object> values) {
    this.values = values;
  }

  /** Gives arguments by position and by name to parameters, as Python does. */
  static Arguments bind(
      List<String> parameters, List<Object> positional, Map<String, Object> named) {
    if (positional.size() > parameters.size() || !parameters.containsAll(named.keySet())) {
      throw new AssertionError(
          "not mapped: arguments " + positional + " and " + named + " to parameters " + parameters);
    }
    Map<String, Object> values = new LinkedHashMap<>(named);
    for (int i = 0; i < positional.size(); i++) {
      values.put(parameters.get(i), positional.get(i));
    }
    return new Arguments(values);
  }

  /** Whether there is an argument, other than None. */
  boolean has(String name) {
    return values.get(name) != null;
  }

  Object get(String name) {
    if (!has(name)) {
      throw new AssertionError("not mapped: there is no argument '" + name + "' in " + values);
    }
    return values.get(name);
  }

  TensorMap map(String name) {
    return (TensorMap) get(name);
  }

  TensorBlock block(String name) {
    return (TensorBlock) get(name);
  }

  Labels labels(String name) {
    return (Labels) get(name);
  }

  NDArray array(String name) {
    return (NDArray) get(name);
  }

  String text(String name) {
    return (String) get(name);
  }

  String text(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  /** One string or several. */
  List<String> texts(String name) {
    return get(name) instanceof String text ? List.of(text) : all(name, String.class);
  }

  boolean flag(String name, boolean otherwise) {
    return has(name) ? (Boolean) get(name) : otherwise;
  }

  int integer(String name) {
    return Math.toIntExact((Long) get(name));
  }

  double number(String name, double otherwise) {
    return has(name) ? ((Number) get(name)).doubleValue() : otherwise;
  }

  /** Integers in a list or in an array. */
  int[] integers(String name) {
    return integers(get(name));
  }

  <T> List<T> all(String name, Class<T> type) {
    return ((List<?>) get(name)).stream().map(type::cast).toList();
  }

  Map<String, Integer> numbersByName(String name) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    ((Map<?, ?>) get(name))
        .forEach((key, value) -> numbers.put((String) key, Math.toIntExact((Long) value)));
    return numbers;
  }

  Axis axis(String name) {
    return Axis.of(text(name));
  }

  /** One or several axes; if there is none, or all are meant, those given. */
  List<Axis> axes(String name, List<Axis> all) {
    if (!has(name) || get(name).equals("all")) {
      return all;
    }
    return new ArrayList<>(texts(name).stream().map(Axis::of).toList());
  }

  Selection selection(String name) {
    return selection(get(name));
  }

  List<Selection> selections(String name) {
    return ((List<?>) get(name)).stream().map(Arguments::selection).toList();
  }

  private static Selection selection(Object value) {
    return value instanceof Labels labels ? Selection.of(labels) : Selection.of(integers(value));
  }

  private static int[] integers(Object value) {
    if (value instanceof NDArray array) {
      if (array.getShape().dimension() != 1) {
        throw new IllegalArgumentException("integers are a 1D array, got " + array.getShape());
      }
      return array.getDataType() == DataType.INT32
          ? array.toIntArray()
          : Arrays.stream(array.toLongArray()).mapToInt(Math::toIntExact).toArray();
    }
    return ((List<?>) value).stream().map(Long.class::cast).mapToInt(Math::toIntExact).toArray();
  }
}
