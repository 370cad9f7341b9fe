package org.tensormap.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.tensormap.HostNDManager;

/**
 * The arrays of a message. Those on the CPU are copied into memory of PyTorch's own, many into one
 * array which the other side cuts apart: a result that shares memory with an argument must outlive
 * the argument, whose memory may be that of a Java buffer or a mapped file.
 */
final class ArrayTable {
  private static final long MAX_STAGED_BYTES = 1 << 26;

  private final List<NDArray> arrays = new ArrayList<>();
  private final List<ArrayPack> packs = new ArrayList<>();

  /** The packs that the other side copies. */
  private final Set<ArrayPack> staged = new HashSet<>();

  /** For each array its pack, or null if it is passed as it is. */
  private ArrayPack[] packOf = {};

  private long stagedBytes;

  /**
   * Returns the array.
   *
   * @throws IllegalArgumentException if DJL can not pass it to PyTorch
   */
  static NDArray checked(NDArray array) {
    if (!HostNDManager.hasPyTorchArrays(array.getDataType()) && !(array instanceof PtNDArray)) {
      throw new IllegalArgumentException(
          "arrays of type "
              + array.getDataType()
              + " can not be passed to a model, since DJL has no PyTorch arrays of this type: convert"
              + " them with to(dtype)");
    }
    return array;
  }

  void add(NDArray array) {
    arrays.add(array);
  }

  /** Sorts the arrays into packs; none may be added later. */
  void pack() {
    Map<Object, ArrayPack> open = new HashMap<>();
    packOf = new ArrayPack[arrays.size()];
    ArrayPack last = null;
    for (int i = 0; i < packOf.length; i++) {
      NDArray array = arrays.get(i);
      if (!isPassed(array)) {
        if (last == null || !last.isOfKind(array) || !last.add(array)) {
          last = pack(array, open);
        }
        packOf[i] = last;
      }
    }
    for (ArrayPack pack : packs) {
      if (pack.isSmall() && stagedBytes + aligned(pack.bytes()) <= MAX_STAGED_BYTES) {
        staged.add(pack);
        stagedBytes += aligned(pack.bytes());
      }
    }
  }

  int packCount() {
    return packs.size();
  }

  /** How many bytes of memory the small packs take that the other side copies. */
  long stagedBytes() {
    return stagedBytes;
  }

  /** Tells whether the arrays, pack by pack, are in the order in which they were added. */
  boolean isOrdered() {
    int pack = 0;
    for (ArrayPack next : packOf) {
      while (pack < packs.size() && packs.get(pack) != next) {
        pack++;
      }
      if (pack == packs.size() && next != null) {
        return false;
      }
    }
    return true;
  }

  /**
   * Lists the packs and, unless they are ordered, where the arrays are among their parts.
   *
   * @param start where the memory for the small packs starts, a multiple of 8
   * @param sources the types of the arrays over this memory, in the order of the message; those
   *     that are needed are added
   */
  void list(Numbers message, long start, List<DataType> sources) {
    Map<ArrayPack, Integer> next = new HashMap<>();
    int passed = 0;
    long at = start;
    for (ArrayPack pack : packs) {
      next.put(pack, passed);
      passed += pack.size();
      if (staged.contains(pack)) {
        if (!sources.contains(pack.dataType())) {
          sources.add(pack.dataType());
        }
        pack.listStaged(message, sources.indexOf(pack.dataType()), at);
        at += aligned(pack.bytes());
      } else {
        pack.listOwn(message);
      }
    }
    if (!isOrdered()) {
      for (ArrayPack pack : packOf) {
        message.add(pack == null ? passed++ : next.merge(pack, 1, Integer::sum) - 1);
      }
    }
  }

  /** Copies the small packs to a buffer, from the place that they were listed with. */
  void copyTo(ByteBuffer target, long start) {
    long at = start;
    for (ArrayPack pack : packs) {
      if (staged.contains(pack)) {
        pack.copyTo(target, (int) at);
        at += aligned(pack.bytes());
      }
    }
  }

  /**
   * Returns the large packs, followed by the arrays that are passed as they are.
   *
   * @param scope owns the arrays that are made, on the device of the model
   */
  List<PtNDArray> arrays(Supplier<PtNDManager> scope) {
    List<PtNDArray> result = new ArrayList<>();
    for (ArrayPack pack : packs) {
      if (!staged.contains(pack)) {
        result.add(pack.toArray(scope.get()));
      }
    }
    for (int i = 0; i < packOf.length; i++) {
      if (packOf[i] == null) {
        result.add(onDevice((PtNDArray) arrays.get(i), scope.get()));
      }
    }
    return result;
  }

  /** The largest values take 8 bytes. */
  static long aligned(long bytes) {
    return (bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
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
   * Java buffer, or of a type that Java does not have, or that DJL can not read.
   */
  private static boolean isPassed(NDArray array) {
    return array instanceof PtNDArray
        && (array.getDevice().isGpu()
            || !HostNDManager.hasPyTorchArrays(array.getDataType())
            || array.getDataType() == DataType.COMPLEX64
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
