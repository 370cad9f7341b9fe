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
      Set.of(
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

  /** Where each array ends up, known once all are there. */
  private int[] positions = {};

  /**
   * Creates an empty table.
   *
   * @param copyAll whether to copy the arrays of PyTorch, too
   */
  ArrayTable(boolean copyAll) {
    this.copyAll = copyAll;
  }

  /** Adds an array, and returns a reference for {@link #position}. */
  int add(NDArray array) {
    if (!SUPPORTED.contains(array.getDataType())) {
      throw new IllegalArgumentException(
          "arrays of type "
              + array.getDataType()
              + " can not be passed to a model, supported are "
              + SUPPORTED.stream().sorted().toList());
    }
    arrays.add(array);
    return arrays.size() - 1;
  }

  /** The position of an array among those that the message lists. */
  int position(int reference) {
    return positions[reference];
  }

  /**
   * Lists the packs, by the lengths of their parts.
   *
   * @param manager where to make arrays; on the device of the model
   * @return the packs, followed by the arrays that are passed as they are
   */
  List<PtNDArray> write(Numbers message, PtNDManager manager) {
    Map<PackKey, List<Integer>> packs = new LinkedHashMap<>();
    Map<PackKey, Long> bytes = new LinkedHashMap<>();
    List<Integer> passed = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i++) {
      NDArray array = arrays.get(i);
      if (isPassed(array)) {
        passed.add(i);
      } else {
        packs.computeIfAbsent(packFor(array, bytes), key -> new ArrayList<>()).add(i);
      }
    }
    positions = new int[arrays.size()];
    List<PtNDArray> written = new ArrayList<>(packs.size() + passed.size());
    int position = 0;
    message.add(packs.size());
    for (Map.Entry<PackKey, List<Integer>> pack : packs.entrySet()) {
      List<NDArray> parts = pack.getValue().stream().map(arrays::get).toList();
      written.add(packed(pack.getKey(), parts, message, manager));
      for (int i : pack.getValue()) {
        positions[i] = position++;
      }
    }
    for (int i : passed) {
      written.add(onDevice((PtNDArray) arrays.get(i), manager));
      positions[i] = position++;
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
