package org.tensormap;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.IntBuffer;
import java.util.List;

/**
 * Set operations, selections and edits of labels whose values are on one device, without a copy in
 * the heap.
 *
 * <p>They run the TorchScript functions that models use; new values belong to the manager of the
 * first labels' values.
 */
final class DeviceLabels {
  private static final TorchFunctions FUNCTIONS =
      new TorchFunctions(
          DeviceLabels.class,
          "labels.py",
          "__torch__.torch_classes.metatensor",
          "torchscript/metatensor/labels.py");

  private DeviceLabels() {}

  /**
   * Whether both labels are on the same GPU; labels on the CPU are combined in the heap, which is
   * faster there.
   */
  static boolean areOnOneGpu(Labels first, Labels second) {
    Device device = first.device();
    return device.isGpu() && device.equals(second.device());
  }

  static boolean areUnique(NDArray values) {
    return TemporaryArrays.compute(() -> FUNCTIONS.call("are_unique", values).head().getBoolean());
  }

  /** The entries of the first labels, then those of the second which are not among them. */
  static LabelsMapping union(Labels first, Labels second) {
    try (TemporaryArrays temporary = new TemporaryArrays()) {
      NDList results = FUNCTIONS.call("union", first.array(), second.array());
      return new LabelsMapping(
          labels(first.names(), temporary.keep(results.get(0))),
          LabelsSets.range(first.size()),
          ints(results.get(1)));
    }
  }

  /** The common entries, in the order of the labels with fewer entries (of the first if equal). */
  static LabelsMapping intersection(Labels first, Labels second) {
    boolean swap = first.size() > second.size();
    try (TemporaryArrays temporary = new TemporaryArrays()) {
      NDList results =
          swap
              ? FUNCTIONS.call("intersection", second.array(), first.array())
              : FUNCTIONS.call("intersection", first.array(), second.array());
      return new LabelsMapping(
          labels(first.names(), temporary.keep(results.get(0))),
          ints(results.get(swap ? 2 : 1)),
          ints(results.get(swap ? 1 : 2)));
    }
  }

  /** The entries of the first labels which are not among the second, in their order. */
  static LabelsDifference difference(Labels first, Labels second) {
    try (TemporaryArrays temporary = new TemporaryArrays()) {
      NDList results = FUNCTIONS.call("difference", first.array(), second.array());
      return new LabelsDifference(
          labels(first.names(), temporary.keep(results.get(0))), ints(results.get(1)));
    }
  }

  /** The positions of the entries that match, int64; see {@link Labels#select(Labels)}. */
  static NDArray select(Labels labels, Labels selection) {
    NDArray values = labels.array();
    if (selection.names().equals(labels.names())) {
      return FUNCTIONS.call("select_rows", values, selection.array()).head();
    }
    int[] columns = LabelsSets.selectedColumns(labels, selection);
    try (TemporaryArrays temporary = new TemporaryArrays()) {
      NDArray at = onDevice(columns, values);
      return temporary.keep(FUNCTIONS.call("select", values, selection.array(), at).head());
    }
  }

  /** Some dimensions of the labels, in the given order. */
  static NDArray columns(NDArray values, int[] columns) {
    try (TemporaryArrays temporary = new TemporaryArrays()) {
      return temporary.keep(FUNCTIONS.call("columns", values, onDevice(columns, values)).head());
    }
  }

  /** The values of one dimension, on the manager's device. */
  static NDArray column(Labels labels, int dimension, NDManager manager) {
    try (NDArray column = columns(labels.array(), new int[] {dimension})) {
      return moved(column.reshape(labels.size()), manager.getDevice(), manager);
    }
  }

  /** Hands an array that nobody else has to a manager, on a device. */
  static NDArray moved(NDArray array, Device device, NDManager manager) {
    NDArray moved = array.toDevice(device, false);
    if (moved != array) {
      array.close();
    }
    moved.attach(manager);
    return moved;
  }

  /** The values with one more column. */
  static NDArray insert(NDArray values, int index, int[] column) {
    try (TemporaryArrays temporary = new TemporaryArrays()) {
      NDArray position = values.getManager().create((long) index);
      return temporary.keep(
          FUNCTIONS.call("insert", values, onDevice(column, values), position).head());
    }
  }

  /** The values of an int64 array. */
  static IntBuffer ints(NDArray values) {
    return IntBuffer.wrap(
        values.size() == 0
            ? new int[0]
            : TemporaryArrays.compute(() -> values.toType(DataType.INT32, false).toIntArray()));
  }

  private static NDArray onDevice(int[] values, NDArray like) {
    return like.getManager().create(values).toDevice(like.getDevice(), false);
  }

  private static Labels labels(List<String> names, NDArray values) {
    return Labels.assumeUnique(names, values);
  }
}
