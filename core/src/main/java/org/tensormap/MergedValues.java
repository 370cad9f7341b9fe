package org.tensormap;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Puts arrays into a larger one, along the first and last axis.
 *
 * <p>Arrays in host memory are copied row by row, without an engine. PyTorch does it for arrays
 * that are on a GPU, that take part in automatic differentiation, or that are too large for one
 * buffer.
 */
final class MergedValues {
  private static final TorchFunctions FUNCTIONS =
      new TorchFunctions(MergedValues.class, "values.py");

  private MergedValues() {}

  /**
   * Makes an array of the pieces.
   *
   * @param like decides about the owner, type, device and other axes of the array
   * @param rows the length of the first axis
   * @param columns the length of the last axis
   * @param pieces no two of them fill the same place
   * @param fillValue what is in places that no piece fills
   * @return an array owned by the manager of {@code like}, or the PyTorch manager that belongs to
   *     it
   */
  static NDArray of(
      NDArray like, int rows, int columns, List<ValuesPiece> pieces, double fillValue) {
    long[] lengths = like.getShape().getShape().clone();
    lengths[0] = rows;
    lengths[lengths.length - 1] = columns;
    Shape shape = new Shape(lengths);
    boolean isOnHost =
        isOnHost(like)
            && bytes(shape, like.getDataType()) <= Integer.MAX_VALUE
            && pieces.stream().allMatch(piece -> isOnHost(piece.values));
    return isOnHost
        ? onHost(like, shape, pieces, fillValue)
        : inTorch(like, shape, pieces, fillValue);
  }

  /** Whether the values of an array can be read in host memory, with nothing lost. */
  static boolean isOnHost(NDArray array) {
    return array.getDevice().equals(Device.cpu())
        // DJL's PyTorch manager takes a complex number for 4 bytes.
        && !(array instanceof PtNDArray && array.getDataType() == DataType.COMPLEX64)
        && !array.hasGradient()
        && bytes(array.getShape(), array.getDataType()) <= Integer.MAX_VALUE;
  }

  private static long bytes(Shape shape, DataType type) {
    return shape.size() * HostNDArray.elementSize(type);
  }

  private static NDArray onHost(
      NDArray like, Shape shape, List<ValuesPiece> pieces, double fillValue) {
    NDManager manager = like.getManager();
    DataType type = like.getDataType();
    int elementSize = HostNDArray.elementSize(type);
    ByteBuffer target = manager.allocateDirect(Math.toIntExact(bytes(shape, type)));
    if (fillValue != 0) {
      HostFill.fill(target, type, fillValue);
    }
    for (ValuesPiece piece : pieces) {
      if (piece.values.size() > 0) {
        HostValues.copy(piece, elementSize, target, shape);
      }
    }
    return manager.create(target, shape, type);
  }

  private static NDArray inTorch(
      NDArray like, Shape shape, List<ValuesPiece> pieces, double fillValue) {
    try (TemporaryArrays temporary = new TemporaryArrays()) {
      NDArray first = TorchFunctions.torchArray(like);
      NDManager manager = first.getManager();
      NDArray target =
          FUNCTIONS
              .call("full", first, manager.create(shape.getShape()), manager.create(fillValue))
              .head();
      for (ValuesPiece piece : pieces) {
        NDArray rows = indices(piece.rows, first);
        NDArray columns = indices(piece.columns, first);
        target = FUNCTIONS.call("put", target, piece.values, rows, columns).head();
      }
      return temporary.keep(target);
    }
  }

  private static NDArray indices(int[] values, NDArray like) {
    long[] longs = Arrays.stream(values).asLongStream().toArray();
    return like.getManager().create(longs).toDevice(like.getDevice(), false);
  }
}
