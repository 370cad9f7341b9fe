package org.tensormap.torchscript;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arrays of a message: those of PyTorch as they are; others are copied, all that have the same
 * type and the same shape but for the first axis into one array, which the other side cuts apart in
 * one operation.
 */
final class ArrayTable {
  /** Arrays that go into one. */
  private record PackKey(DataType dataType, Shape shape, int part) {}

  /** The types that DJL can hand to PyTorch; others end the process. */
  private static final Set<DataType> SUPPORTED =
      EnumSet.of(
          DataType.FLOAT16,
          DataType.FLOAT32,
          DataType.FLOAT64,
          DataType.INT8,
          DataType.UINT8,
          DataType.INT32,
          DataType.INT64,
          DataType.BOOLEAN,
          DataType.COMPLEX64);

  /** Packs stay well below what a buffer can hold. */
  private static final long PACK_BYTES = 1L << 30;

  private final boolean copyAll;
  private final List<NDArray> arrays = new ArrayList<>();

  private int packCount;

  /**
   * Creates an empty table.
   *
   * @param copyAll whether to copy the arrays of PyTorch, too
   */
  ArrayTable(boolean copyAll) {
    this.copyAll = copyAll;
  }

  /**
   * Returns the array.
   *
   * @throws IllegalArgumentException if DJL can not pass it to PyTorch
   */
  static NDArray checked(NDArray array) {
    if (!SUPPORTED.contains(array.getDataType())) {
      throw new IllegalArgumentException(
          "arrays of type "
              + array.getDataType()
              + " can not be passed to a model, supported are "
              + SUPPORTED);
    }
    return array;
  }

  void add(NDArray array) {
    arrays.add(array);
  }

  /** How many packs there are, known once they are written. */
  int packCount() {
    return packCount;
  }

  /**
   * Lists the packs, by the lengths of their parts, and where the arrays are among the parts,
   * unless they are in order.
   *
   * @param manager where to make arrays; on the device of the model
   * @return the packs, followed by the arrays that are passed as they are
   */
  List<PtNDArray> write(Numbers message, PtNDManager manager) {
    Map<PackKey, List<NDArray>> packs = new LinkedHashMap<>();
    Map<PackKey, Long> bytes = new LinkedHashMap<>();
    PackKey[] keys = new PackKey[arrays.size()];
    for (int i = 0; i < keys.length; i++) {
      NDArray array = arrays.get(i);
      if (!isPassed(array)) {
        keys[i] = packFor(array, bytes);
        packs.computeIfAbsent(keys[i], key -> new ArrayList<>()).add(array);
      }
    }
    packCount = packs.size();
    Map<PackKey, Integer> next = new HashMap<>();
    List<PtNDArray> written = new ArrayList<>(arrays.size());
    int position = 0;
    for (Map.Entry<PackKey, List<NDArray>> pack : packs.entrySet()) {
      next.put(pack.getKey(), position);
      position += pack.getValue().size();
      written.add(packed(pack.getKey(), pack.getValue(), message, manager));
    }
    Numbers positions = new Numbers();
    boolean inOrder = true;
    for (int i = 0; i < keys.length; i++) {
      int at = keys[i] == null ? position++ : next.merge(keys[i], 1, Integer::sum) - 1;
      if (keys[i] == null) {
        written.add(onDevice((PtNDArray) arrays.get(i), manager));
      }
      positions.add(at);
      inOrder &= at == i;
    }
    message.add(inOrder ? 0 : 1);
    if (!inOrder) {
      message.addAll(positions);
    }
    return written;
  }

  private boolean isPassed(NDArray array) {
    return array instanceof PtNDArray && !(copyAll && !array.getDevice().isGpu());
  }

  private PtNDArray onDevice(PtNDArray array, PtNDManager manager) {
    if (array.getDevice().equals(manager.getDevice()) && !copyAll) {
      return array;
    }
    PtNDArray copy =
        array.getDevice().equals(manager.getDevice())
            ? (PtNDArray) array.duplicate()
            : array.toDevice(manager.getDevice(), false);
    copy.attach(manager);
    return copy;
  }

  private static PackKey packFor(NDArray array, Map<PackKey, Long> bytes) {
    Shape shape = array.getShape();
    Shape rest = shape.isScalar() ? null : shape.slice(1);
    long size = Math.multiplyExact(shape.size(), (long) array.getDataType().getNumOfBytes());
    int part = 0;
    PackKey key = new PackKey(array.getDataType(), rest, part);
    while (bytes.getOrDefault(key, 0L) + size > PACK_BYTES && bytes.containsKey(key)) {
      part++;
      key = new PackKey(array.getDataType(), rest, part);
    }
    bytes.merge(key, size, Long::sum);
    return key;
  }

  /** Copies arrays into one, along the first axis; scalars along a new one. */
  private static PtNDArray packed(
      PackKey key, List<NDArray> parts, Numbers message, PtNDManager manager) {
    long rows = 0;
    if (key.shape == null) {
      message.add(-1);
      rows = parts.size();
    } else {
      message.add(parts.size());
      for (NDArray part : parts) {
        long length = part.getShape().get(0);
        message.add(length);
        rows += length;
      }
    }
    Shape rest = key.shape == null ? new Shape() : key.shape;
    Shape shape = new Shape(rows).addAll(rest);
    if (manager.getDevice().equals(Device.cpu())) {
      PtNDArray pack = manager.create(shape, key.dataType);
      if (shape.size() > 0) {
        copy(parts, pack.toByteBuffer(true));
      }
      return pack;
    }
    long size = parts.stream().mapToLong(part -> part.toByteBuffer(true).remaining()).sum();
    ByteBuffer staging =
        ByteBuffer.allocateDirect(Math.toIntExact(size)).order(ByteOrder.nativeOrder());
    copy(parts, staging);
    return manager.create(staging.flip(), shape, key.dataType);
  }

  private static void copy(List<NDArray> parts, ByteBuffer target) {
    for (NDArray part : parts) {
      if (part.size() > 0) {
        target.put(part.toByteBuffer(true));
      }
    }
  }
}
