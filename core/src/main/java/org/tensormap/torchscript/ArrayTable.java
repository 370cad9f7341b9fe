package org.tensormap.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arrays of a message. Those on the CPU are copied into memory of PyTorch's own, many into one
 * array which the other side cuts apart: a result that shares memory with an argument must outlive
 * the argument, whose memory may be that of a Java buffer or a mapped file.
 */
final class ArrayTable {
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

  private final List<NDArray> arrays = new ArrayList<>();
  private final List<ArrayPack> packs = new ArrayList<>();

  /**
   * Returns the array.
   *
   * @throws IllegalArgumentException if DJL can not pass it to PyTorch
   */
  static NDArray checked(NDArray array) {
    if (!SUPPORTED.contains(array.getDataType()) && !(array instanceof PtNDArray)) {
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
    return packs.size();
  }

  /**
   * Lists the packs, by the lengths of their parts, and where the arrays are among the parts,
   * unless they are in order.
   *
   * @param manager where to make arrays; on the device of the model
   * @return the packs, followed by the arrays that are passed as they are
   */
  List<PtNDArray> write(Numbers message, PtNDManager manager) {
    Map<Object, ArrayPack> open = new HashMap<>();
    ArrayPack[] packOf = new ArrayPack[arrays.size()];
    for (int i = 0; i < packOf.length; i++) {
      if (!isPassed(arrays.get(i))) {
        packOf[i] = pack(arrays.get(i), open);
      }
    }
    Map<ArrayPack, Integer> next = new HashMap<>();
    List<PtNDArray> written = new ArrayList<>();
    int passed = 0;
    for (ArrayPack pack : packs) {
      next.put(pack, passed);
      passed += pack.size();
      written.add(pack.write(message, manager));
    }
    Numbers positions = new Numbers();
    boolean inOrder = true;
    for (int i = 0; i < packOf.length; i++) {
      int position = packOf[i] == null ? passed++ : next.merge(packOf[i], 1, Integer::sum) - 1;
      if (packOf[i] == null) {
        written.add(onDevice((PtNDArray) arrays.get(i), manager));
      }
      positions.add(position);
      inOrder &= position == i;
    }
    message.add(inOrder ? 0 : 1);
    if (!inOrder) {
      message.addAll(positions);
    }
    return written;
  }

  private ArrayPack pack(NDArray array, Map<Object, ArrayPack> open) {
    Object kind = ArrayPack.kindOf(array);
    ArrayPack pack = open.get(kind);
    if (pack == null || !pack.add(array)) {
      pack = new ArrayPack(array);
      pack.add(array);
      packs.add(pack);
      open.put(kind, pack);
    }
    return pack;
  }

  /**
   * Tells whether the memory of an array must be PyTorch's own: it is on a GPU, or larger than a
   * Java buffer, or of a type that Java does not have.
   */
  private static boolean isPassed(NDArray array) {
    return array instanceof PtNDArray
        && (array.getDevice().isGpu()
            || !SUPPORTED.contains(array.getDataType())
            || array.size() > Integer.MAX_VALUE / array.getDataType().getNumOfBytes());
  }

  private static PtNDArray onDevice(PtNDArray array, PtNDManager manager) {
    if (array.getDevice().equals(manager.getDevice())) {
      return array;
    }
    PtNDArray copy = array.toDevice(manager.getDevice(), false);
    copy.attach(manager);
    return copy;
  }
}
