package org.tensormap;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The values of labels: an {@code int[]} in the heap, an array on a device, or both.
 *
 * <p>The heap's is made from the device's on first need, and so is the table for look-ups. Losing a
 * race makes them twice, which is harmless.
 */
final class LabelsValues {
  private final int size;
  private final int dimensions;

  /** Row-major; null as long as only the device has the values. */
  private volatile int[] host;

  /** int32 values of shape {@code [size, dimensions]}, or null; owned by its manager. */
  private final NDArray array;

  private volatile LabelsIndex index;

  private LabelsValues(int size, int dimensions, int[] host, NDArray array) {
    this.size = size;
    this.dimensions = dimensions;
    this.host = host;
    this.array = array;
  }

  /** Values in the heap, which are not copied. */
  static LabelsValues of(List<String> names, int[] values) {
    int dimensions = names.size();
    if (dimensions == 0 ? values.length != 0 : values.length % dimensions != 0) {
      throw new IllegalArgumentException(
          "the number of label values, "
              + values.length
              + ", is not a multiple of the number of names, "
              + dimensions
              + ": "
              + names);
    }
    return new LabelsValues(
        dimensions == 0 ? 0 : values.length / dimensions, dimensions, values, null);
  }

  /** Values in the heap, one row per entry. */
  static LabelsValues of(List<String> names, int[][] rows) {
    int dimensions = names.size();
    int[] values = new int[Math.multiplyExact(rows.length, dimensions)];
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != dimensions) {
        throw new IllegalArgumentException(
            "entry "
                + row
                + " has "
                + rows[row].length
                + " values "
                + Arrays.toString(rows[row])
                + ", but there are "
                + dimensions
                + " names: "
                + names);
      }
      System.arraycopy(rows[row], 0, values, row * dimensions, dimensions);
    }
    return new LabelsValues(rows.length, dimensions, values, null);
  }

  /** Values on a device; integers of another size are converted. */
  static LabelsValues of(List<String> names, NDArray array) {
    Shape shape = array.getShape();
    if (shape.dimension() != 2) {
      throw new IllegalArgumentException(
          "the values of labels are a 2D array with the shape (entries, dimensions), got " + shape);
    }
    if (shape.get(1) != names.size()) {
      throw new IllegalArgumentException(
          "the values of labels with dimensions "
              + names
              + " have the shape (entries, "
              + names.size()
              + "), got "
              + shape);
    }
    DataType type = array.getDataType();
    if (!type.isInteger() && type != DataType.BOOLEAN) {
      throw new IllegalArgumentException("the values of labels are 32-bit integers, got " + type);
    }
    NDArray values = type == DataType.INT32 ? array : array.toType(DataType.INT32, true);
    return new LabelsValues(Math.toIntExact(shape.get(0)), names.size(), null, values);
  }

  int size() {
    return size;
  }

  /** The values in the heap, row-major; never changed by anybody. */
  int[] host() {
    int[] result = host;
    if (result == null) {
      try {
        result = size * dimensions == 0 ? new int[0] : TemporaryArrays.compute(array::toIntArray);
      } catch (IllegalStateException e) {
        throw new IllegalStateException(
            "the values of these labels are gone with the manager that owned them: read them before"
                + " it is closed",
            e);
      }
      host = result;
    }
    return result;
  }

  int get(int entry, int dimension) {
    return host()[entry * dimensions + dimension];
  }

  int checkEntry(int entry) {
    if (entry < 0 || entry >= size) {
      throw new IndexOutOfBoundsException(
          "entry " + entry + " is out of bounds: these labels have " + size + " entries");
    }
    return entry;
  }

  int checkDimension(int dimension, List<String> names) {
    if (dimension < 0 || dimension >= dimensions) {
      throw new IndexOutOfBoundsException(
          "dimension "
              + dimension
              + " is out of bounds: these labels have the dimensions "
              + names);
    }
    return dimension;
  }

  /** The values on a device, or null. */
  NDArray array() {
    return array;
  }

  Device device() {
    return array == null ? Device.cpu() : array.getDevice();
  }

  /** The same values on a device; on the CPU they are in the heap alone. */
  LabelsValues on(Device device, NDManager owner) {
    boolean isGpu = device.isGpu();
    LabelsValues result =
        new LabelsValues(
            size, dimensions, isGpu ? host : host(), isGpu ? newArray(device, owner) : null);
    result.index = index;
    return result;
  }

  /** A new array of the values. */
  NDArray newArray(Device device, NDManager owner) {
    if (array == null || host != null || owner instanceof HostNDManager) {
      ByteBuffer bytes = owner.allocateDirect(Math.multiplyExact(size * dimensions, Integer.BYTES));
      bytes.asIntBuffer().put(host());
      NDArray onHost = owner.create(bytes, new Shape(size, dimensions), DataType.INT32);
      return onHost.getDevice().equals(device) ? onHost : DeviceLabels.moved(onHost, device, owner);
    }
    NDArray copy = array.toDevice(device, true);
    copy.attach(owner);
    return copy;
  }

  /** All entries, to be looked up or indexed. */
  LabelsRows rows() {
    return new LabelsRows(host(), dimensions, size);
  }

  /** Whether the table for look-ups exists already. */
  boolean isIndexed() {
    return index != null;
  }

  /** The table for look-ups, made on the first call. */
  LabelsIndex index() {
    LabelsIndex result = index;
    if (result == null) {
      result = LabelsIndex.of(rows());
      index = result;
    }
    return result;
  }

  /** Throws if an entry is repeated; sorted entries, the usual case, need no table. */
  void checkUnique(List<String> names) {
    if (host == null ? DeviceLabels.areUnique(array) : rows().strictlyIncrease()) {
      return;
    }
    if (index().firstDuplicate() >= 0) {
      throw new IllegalArgumentException(
          "can not have the same label entry multiple times: "
              + Arrays.toString(repeatedEntry())
              + " is already present (dimensions "
              + names
              + ")");
    }
  }

  /**
   * The repeated entry that the reference names: the first one behind its equal if everything
   * before is sorted, else the smallest.
   */
  private int[] repeatedEntry() {
    LabelsRows rows = rows();
    int unsorted = 1;
    while (rows.compare(unsorted - 1, unsorted) < 0) {
      unsorted++;
    }
    int repeated = unsorted;
    if (rows.compare(unsorted - 1, unsorted) != 0) {
      int[] order = LabelsOrder.of(rows);
      int next = 1;
      while (rows.compare(order[next - 1], order[next]) != 0) {
        next++;
      }
      repeated = order[next];
    }
    return Arrays.copyOfRange(host(), repeated * dimensions, (repeated + 1) * dimensions);
  }

  boolean sameAs(LabelsValues other) {
    if (size != other.size || dimensions != other.dimensions) {
      return false;
    }
    boolean onlyOnOneDevice = host == null && other.host == null && device().equals(other.device());
    return onlyOnOneDevice ? array.contentEquals(other.array) : Arrays.equals(host(), other.host());
  }
}
