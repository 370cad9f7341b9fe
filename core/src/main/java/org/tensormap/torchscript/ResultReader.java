package org.tensormap.torchscript;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads Java values from a message as the type of a result says. */
final class ResultReader {
  private final MessageReader message;

  ResultReader(MessageReader message) {
    this.message = message;
  }

  Object read(ModelType type) {
    if (type instanceof ModelType.Tensor) {
      return message.readTensor();
    } else if (type instanceof ModelType.TensorMap) {
      return message.readMap();
    } else if (type instanceof ModelType.TensorBlock) {
      return message.readBlock();
    } else if (type instanceof ModelType.Labels) {
      return message.readLabels();
    } else if (type instanceof ModelType.Int) {
      return message.readInt();
    } else if (type instanceof ModelType.Float) {
      return message.readFloat();
    } else if (type instanceof ModelType.Bool) {
      return message.readBool();
    } else if (type instanceof ModelType.Str) {
      return message.readStr();
    } else if (type instanceof ModelType.ListOf list) {
      return readList(list);
    } else if (type instanceof ModelType.TupleOf tuple) {
      return readTuple(tuple);
    } else if (type instanceof ModelType.DictOf dict) {
      return readDict(dict);
    } else if (type instanceof ModelType.OptionalOf optional) {
      return message.readBool() ? read(optional.value()) : null;
    }
    return null;
  }

  private List<Object> readList(ModelType.ListOf type) {
    List<Object> values = new ArrayList<>();
    for (long i = message.readInt(); i > 0; i--) {
      values.add(read(type.element()));
    }
    return Collections.unmodifiableList(values);
  }

  private List<Object> readTuple(ModelType.TupleOf type) {
    List<Object> values = new ArrayList<>();
    for (ModelType element : type.elements()) {
      values.add(read(element));
    }
    return Collections.unmodifiableList(values);
  }

  private Map<String, Object> readDict(ModelType.DictOf type) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (long i = message.readInt(); i > 0; i--) {
      values.put(message.readStr(), read(type.value()));
    }
    return Collections.unmodifiableMap(values);
  }
}
