package org.tensormap.torchscript;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Writes Java values to a message as the types of a signature say. */
final class ArgumentWriter {
  private final MessageWriter message;

  ArgumentWriter(MessageWriter message) {
    this.message = message;
  }

  /**
   * Writes the arguments of a call; those that are left out get their default values.
   *
   * @throws IllegalArgumentException naming the argument that does not fit, or is missing
   */
  void write(ModelSignature signature, List<?> arguments) {
    List<ModelArgument> expected = signature.arguments();
    if (arguments.size() > expected.size()) {
      throw new IllegalArgumentException(
          signature + " takes " + expected.size() + " arguments, got " + arguments.size());
    }
    for (int i = 0; i < expected.size(); i++) {
      ModelArgument argument = expected.get(i);
      if (i >= arguments.size() && !argument.hasDefault()) {
        throw new IllegalArgumentException(
            "the argument '" + argument.name() + "' of " + signature + " is missing");
      }
      Object value = i < arguments.size() ? arguments.get(i) : argument.defaultValue();
      try {
        write(argument.type(), value);
      } catch (MismatchException e) {
        throw new IllegalArgumentException(
            "the argument '"
                + argument.name()
                + "' of "
                + signature
                + " does not fit: "
                + e.getMessage());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "the argument '" + argument.name() + "' of " + signature + ": " + e.getMessage(), e);
      }
    }
  }

  private void write(ModelType type, Object value) throws MismatchException {
    if (type instanceof ModelType.OptionalOf optional) {
      message.writeBool(value != null);
      if (value != null) {
        write(optional.value(), value);
      }
    } else if (type instanceof ModelType.None) {
      if (value != null) {
        throw mismatch(type, value);
      }
    } else if (type instanceof ModelType.ListOf list && value instanceof List<?> values) {
      message.writeInt(values.size());
      for (int i = 0; i < values.size(); i++) {
        writePart(list.element(), values.get(i), "[" + i + "]");
      }
    } else if (type instanceof ModelType.TupleOf tuple && value instanceof List<?> values) {
      if (values.size() != tuple.elements().size()) {
        throw new MismatchException("expected " + type + ", got " + values.size() + " values");
      }
      for (int i = 0; i < values.size(); i++) {
        writePart(tuple.elements().get(i), values.get(i), "[" + i + "]");
      }
    } else if (type instanceof ModelType.DictOf dict && value instanceof Map<?, ?> values) {
      message.writeInt(values.size());
      for (Map.Entry<?, ?> entry : values.entrySet()) {
        if (!(entry.getKey() instanceof String key)) {
          throw new MismatchException(
              "expected " + type + ", got the key " + describe(entry.getKey()));
        }
        message.writeStr(key);
        writePart(dict.value(), entry.getValue(), "[\"" + key + "\"]");
      }
    } else {
      writeValue(type, value);
    }
  }

  private void writePart(ModelType type, Object value, String part) throws MismatchException {
    try {
      write(type, value);
    } catch (MismatchException e) {
      throw new MismatchException("at " + part + ", " + e.getMessage());
    }
  }

  private void writeValue(ModelType type, Object value) throws MismatchException {
    if (type instanceof ModelType.Tensor && value instanceof NDArray array) {
      message.writeTensor(array);
    } else if (type instanceof ModelType.TensorMap && value instanceof TensorMap map) {
      message.writeMap(map);
    } else if (type instanceof ModelType.TensorBlock && value instanceof TensorBlock block) {
      message.writeBlock(block);
    } else if (type instanceof ModelType.Labels && value instanceof Labels labels) {
      message.writeLabels(labels);
    } else if (type instanceof ModelType.Int && isInteger(value)) {
      message.writeInt(((Number) value).longValue());
    } else if (type instanceof ModelType.Float && isNumber(value)) {
      message.writeFloat(((Number) value).doubleValue());
    } else if (type instanceof ModelType.Bool && value instanceof Boolean flag) {
      message.writeBool(flag);
    } else if (type instanceof ModelType.Str && value instanceof String text) {
      message.writeStr(text);
    } else {
      throw mismatch(type, value);
    }
  }

  private static boolean isInteger(Object value) {
    return value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte;
  }

  private static boolean isNumber(Object value) {
    return isInteger(value) || value instanceof Double || value instanceof Float;
  }

  private static MismatchException mismatch(ModelType type, Object value) {
    return new MismatchException("expected " + type + ", got " + describe(value));
  }

  private static String describe(Object value) {
    return value == null ? "null" : "a value of " + value.getClass().getName();
  }

  /** A value is not of the type that the signature asks for. */
  private static final class MismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    MismatchException(String problem) {
      super(problem);
    }
  }
}
