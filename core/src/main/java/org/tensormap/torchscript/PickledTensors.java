package org.tensormap.torchscript;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.tensormap.torchscript.PickleValue.Global;
import org.tensormap.torchscript.PickleValue.Int;
import org.tensormap.torchscript.PickleValue.Storage;
import org.tensormap.torchscript.PickleValue.Text;
import org.tensormap.torchscript.PickleValue.Tuple;

/** Checks that the tensors of a pickle stay within the storages that the archive has for them. */
final class PickledTensors {
  /** Says how many bytes an archive has for a storage. */
  interface StorageSizes {
    /**
     * Returns a size.
     *
     * @param key the name of the storage in the pickle
     * @return its bytes, or empty if the archive does not have it
     */
    OptionalLong bytesOf(String key);
  }

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

  private final StorageSizes sizes;

  PickledTensors(StorageSizes sizes) {
    this.sizes = sizes;
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
        || !(parts.get(3) instanceof Text)
        || !(parts.get(4) instanceof Int count)) {
      throw new PickleException("a reference to a storage is malformed");
    }
    OptionalLong available = sizes.bytesOf(key.value());
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
    return new Storage(count.value());
  }

  /** Checks {@code (storage, offset, shape, strides, …)}. */
  void checkTensor(List<PickleValue> arguments) throws PickleException {
    if (arguments.size() < 6
        || arguments.size() > 7
        || !(arguments.get(0) instanceof Storage storage)
        || !(arguments.get(1) instanceof Int offset)
        || !(arguments.get(2) instanceof Tuple shape)
        || !(arguments.get(3) instanceof Tuple strides)
        || shape.elements().size() != strides.elements().size()) {
      throw new PickleException("a tensor is malformed");
    }
    long last = offset.value();
    boolean isEmpty = false;
    boolean isValid = last >= 0;
    try {
      for (int i = 0; i < shape.elements().size(); i++) {
        long length = number(shape.elements().get(i));
        long stride = number(strides.elements().get(i));
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
              + shape.elements()
              + " and strides "
              + strides.elements()
              + " reaches outside its storage of "
              + storage.count()
              + " values");
    }
  }

  private static long number(PickleValue value) throws PickleException {
    if (value instanceof Int number) {
      return number.value();
    }
    throw new PickleException("the shape of a tensor holds something that is no integer");
  }
}
