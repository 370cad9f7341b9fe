package org.tensormap.torchscript;

import java.util.List;

/** What a pickle builds, as far as it matters for checking it. */
sealed interface PickleValue {
  /** How many values are nested in this one, along the longest way. */
  default int depth() {
    return 0;
  }

  /** The depth of something that holds values. */
  static int depthOver(List<PickleValue> values) {
    return 1 + values.stream().mapToInt(PickleValue::depth).max().orElse(0);
  }

  /** A text, and where its characters are in the pickle. */
  record Text(String value, int offset) implements PickleValue {}

  /** An integer. */
  record Int(long value) implements PickleValue {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** A tuple. */
  record Tuple(List<PickleValue> elements, int depth) implements PickleValue {
    Tuple(List<PickleValue> elements) {
      this(elements, depthOver(elements));
    }
  }

  /** A list or dictionary, which is filled after it was made and before it is used. */
  final class Container implements PickleValue {
    private final boolean isDict;
    private boolean isUsed;
    private int depth;

    Container(boolean isDict) {
      this.isDict = isDict;
    }

    boolean isDict() {
      return isDict;
    }

    /** Whether it is a part of something, which would get deeper with it. */
    boolean isUsed() {
      return isUsed;
    }

    void use() {
      isUsed = true;
    }

    void add(List<PickleValue> values) {
      depth = Math.max(depth, depthOver(values));
    }

    @Override
    public int depth() {
      return depth;
    }
  }

  /** A class or function, by name. */
  record Global(String module, String name) implements PickleValue {
    String qualifiedName() {
      return module + "." + name;
    }
  }

  /** An object of a class, before or after its state was set. */
  record Instance(Global type, int depth) implements PickleValue {}

  /** The memory of tensors, as many values of one type; without values on the device "meta". */
  record Storage(String key, String type, long count, boolean hasValues) implements PickleValue {}

  /** A tensor, which stays within its storage. */
  record Tensor(Storage storage, long offset, List<Long> shape, List<Long> strides)
      implements PickleValue {}

  /** Anything else: a number, a truth value, none. */
  record Other() implements PickleValue {}
}
