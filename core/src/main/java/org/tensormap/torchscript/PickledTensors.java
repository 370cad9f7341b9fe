package org.tensormap.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.tensormap.torchscript.PickleValue.Global;
import org.tensormap.torchscript.PickleValue.Int;
import org.tensormap.torchscript.PickleValue.Storage;
import org.tensormap.torchscript.PickleValue.Tensor;
import org.tensormap.torchscript.PickleValue.Text;
import org.tensormap.torchscript.PickleValue.Tuple;

/** Checks that the tensors of a pickle stay within the storages that the archive has for them. */
final class PickledTensors {
  /** The storages of an archive. */
  interface Storages {
    /**
     * Returns a size.
     *
     * @param key the name of the storage in the pickle
     * @return its bytes, or empty if the archive does not have it
     */
    OptionalLong bytesOf(String key);

    /**
     * Reads a storage.
     *
     * @param key the name of a storage that the archive has
     * @return its bytes
     */
    ByteBuffer read(String key) throws IOException;
  }

  /** The device of tensors that have a shape and no values, which libtorch never looks at. */
  private static final String META = "meta";

  private static final Map<String, Integer> VALUE_SIZES =
      Map.ofEntries(
          Map.entry("ByteStorage", 1),
          Map.entry("CharStorage", 1),
          Map.entry("BoolStorage", 1),
          Map.entry("ShortStorage", 2),
          Map.entry("IntStorage", 4),
          Map.entry("LongStorage", 8),
          Map.entry("UInt16Storage", 2),
          Map.entry("UInt32Storage", 4),
          Map.entry("UInt64Storage", 8),
          Map.entry("HalfStorage", 2),
          Map.entry("BFloat16Storage", 2),
          Map.entry("FloatStorage", 4),
          Map.entry("DoubleStorage", 8),
          Map.entry("Float8_e5m2Storage", 1),
          Map.entry("Float8_e4m3fnStorage", 1),
          Map.entry("Float8_e5m2fnuzStorage", 1),
          Map.entry("Float8_e4m3fnuzStorage", 1),
          Map.entry("ComplexHalfStorage", 4),
          Map.entry("ComplexFloatStorage", 8),
          Map.entry("ComplexDoubleStorage", 16),
          Map.entry("QInt8Storage", 1),
          Map.entry("QUInt8Storage", 1),
          Map.entry("QInt32Storage", 4),
          Map.entry("QUInt4x2Storage", 1),
          Map.entry("QUInt2x4Storage", 1));

  private final Storages storages;

  PickledTensors(Storages storages) {
    this.storages = storages;
  }

  static boolean isStorage(String name) {
    return VALUE_SIZES.containsKey(name);
  }

  /** Reads {@code ("storage", type, key, device, count)}. */
  Storage storage(Tuple reference) throws PickleException {
    List<PickleValue> parts = reference.elements();
    if (parts.size() != 5
        || !(parts.get(0) instanceof Text kind)
        || !kind.value().equals("storage")
        || !(parts.get(1) instanceof Global type)
        || !type.module().equals("torch")
        || !isStorage(type.name())
        || !(parts.get(2) instanceof Text key)
        || !(parts.get(3) instanceof Text device)
        || !(parts.get(4) instanceof Int count)) {
      throw new PickleException("a reference to a storage is malformed");
    }
    if (device.value().equals(META) && count.value() >= 0) {
      return new Storage(key.value(), type.name(), count.value(), false);
    }
    OptionalLong available = storages.bytesOf(key.value());
    if (available.isEmpty() && count.value() != 0) {
      throw new PickleException(
          "it refers to the storage '" + key.value() + "', which the archive does not have");
    }
    int valueSize = VALUE_SIZES.get(type.name());
    if (count.value() < 0 || count.value() > available.orElse(0) / valueSize) {
      throw new PickleException(
          "the storage '"
              + key.value()
              + "' should hold "
              + count.value()
              + " values of "
              + valueSize
              + " bytes, the archive has "
              + available.orElse(0)
              + " bytes for it");
    }
    return new Storage(key.value(), type.name(), count.value(), true);
  }

  /** Reads {@code (storage, offset, shape, strides, …)}. */
  Tensor tensor(List<PickleValue> arguments) throws PickleException {
    if (arguments.size() < 6
        || arguments.size() > 7
        || !(arguments.get(0) instanceof Storage storage)
        || !(arguments.get(1) instanceof Int offset)
        || !(arguments.get(2) instanceof Tuple lengths)
        || !(arguments.get(3) instanceof Tuple steps)
        || lengths.elements().size() != steps.elements().size()) {
      throw new PickleException("a tensor is malformed");
    }
    List<Long> shape = numbers(lengths);
    List<Long> strides = numbers(steps);
    long last = offset.value();
    boolean isEmpty = false;
    boolean isValid = last >= 0;
    try {
      for (int i = 0; i < shape.size(); i++) {
        long length = shape.get(i);
        long stride = strides.get(i);
        isValid &= length >= 0 && stride >= 0;
        isEmpty |= length == 0;
        last = Math.addExact(last, Math.multiplyExact(Math.max(length - 1, 0), stride));
      }
    } catch (ArithmeticException e) {
      isValid = false;
    }
    if (!isValid || (isEmpty ? offset.value() > storage.count() : last >= storage.count())) {
      throw new PickleException(
          "a tensor with offset "
              + offset.value()
              + ", shape "
              + shape
              + " and strides "
              + strides
              + " reaches outside its storage of "
              + storage.count()
              + " values");
    }
    return new Tensor(storage, offset.value(), shape, strides);
  }

  /** Checks {@code (layout, shape, requires grad, indices…, values, hooks)}. */
  void checkSparseTensor(List<PickleValue> arguments) throws PickleException, IOException {
    new PickledSparseTensor(arguments, storages).check();
  }

  /** Reads a shape, or strides. */
  static List<Long> numbers(Tuple tuple) throws PickleException {
    List<Long> numbers = new ArrayList<>(tuple.elements().size());
    for (PickleValue value : tuple.elements()) {
      if (!(value instanceof Int number)) {
        throw new PickleException("the shape of a tensor holds something that is no integer");
      }
      numbers.add(number.value());
    }
    return numbers;
  }
}
