package org.tensormap;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Moves values of blocks along the first axis (samples, or rows) and the last one (properties, or
 * columns).
 *
 * <p>Arrays in host memory are copied there, without an engine. PyTorch does it for arrays that are
 * on a GPU, that take part in automatic differentiation, or that are too large for one buffer. New
 * arrays belong to the manager of the old ones, or to the PyTorch manager that belongs to it.
 */
public final class BlockValues {
  private static final TorchFunctions FUNCTIONS =
      new TorchFunctions(BlockValues.class, "values.py");

  private BlockValues() {}

  /**
   * Makes an array of pieces.
   *
   * @param like decides about the owner, type, device and other axes of the array
   * @param rows the length of the first axis
   * @param columns the length of the last axis
   * @param pieces what to put there; no two of them fill the same place
   * @param fillValue what is in places that no piece fills
   * @return a new array
   * @throws IndexOutOfBoundsException if a piece does not fit
   */
  public static NDArray merge(
      NDArray like, int rows, int columns, List<ValuesPiece> pieces, double fillValue) {
    long[] lengths = like.getShape().getShape().clone();
    lengths[0] = rows;
    lengths[lengths.length - 1] = columns;
    for (ValuesPiece piece : pieces) {
      checkPositions(piece.rows, rows);
      checkPositions(piece.columns, columns);
    }
    Shape shape = new Shape(lengths);
    boolean isOnHost =
        isOnHost(like)
            && bytes(shape, like.getDataType()) <= Integer.MAX_VALUE
            && pieces.stream().allMatch(piece -> isOnHost(piece.values));
    return isOnHost
        ? onHost(like, shape, pieces, fillValue)
        : inTorch(like, shape, pieces, fillValue);
  }

  /**
   * Makes an array of some rows.
   *
   * @param values the values of a block
   * @param rows the positions along the first axis, in their new order
   * @return a new array
   * @throws IndexOutOfBoundsException if there is no such position
   */
  public static NDArray takeRows(NDArray values, int[] rows) {
    long[] lengths = values.getShape().getShape().clone();
    checkPositions(rows, lengths[0]);
    lengths[0] = rows.length;
    return isOnHost(values)
        ? take(values, rows, range(values, -1), new Shape(lengths))
        : takeInTorch("rows", values, rows);
  }

  /**
   * Makes an array of some columns.
   *
   * @param values the values of a block
   * @param columns the positions along the last axis, in their new order
   * @return a new array
   * @throws IndexOutOfBoundsException if there is no such position
   */
  public static NDArray takeColumns(NDArray values, int[] columns) {
    long[] lengths = values.getShape().getShape().clone();
    checkPositions(columns, lengths[lengths.length - 1]);
    lengths[lengths.length - 1] = columns.length;
    return isOnHost(values)
        ? take(values, range(values, 0), columns, new Shape(lengths))
        : takeInTorch("columns", values, columns);
  }

  /**
   * Makes an array with one value everywhere.
   *
   * @param like decides about the owner, type, device and shape of the array
   * @param value the value
   * @return a new array
   */
  public static NDArray filled(NDArray like, double value) {
    long[] lengths = like.getShape().getShape();
    return merge(
        like,
        Math.toIntExact(lengths[0]),
        Math.toIntExact(lengths[lengths.length - 1]),
        List.of(),
        value);
  }

  /** Whether the values of an array can be read in host memory, with nothing lost. */
  static boolean isOnHost(NDArray array) {
    return array.getDevice().equals(Device.cpu())
        // DJL's PyTorch manager takes a complex number for 4 bytes.
        && !(array instanceof PtNDArray && array.getDataType() == DataType.COMPLEX64)
        && !isDifferentiated(array)
        && bytes(array.getShape(), array.getDataType()) <= Integer.MAX_VALUE;
  }

  /**
   * Whether operations on an array are recorded; {@link NDArray#hasGradient()} does not know about
   * results of others.
   */
  private static boolean isDifferentiated(NDArray array) {
    return array instanceof PtNDArray
        && JniUtils.isGradMode()
        && (array.hasGradient()
            || TemporaryArrays.compute(
                () -> FUNCTIONS.call("requires_grad", array).head().getBoolean()));
  }

  private static long bytes(Shape shape, DataType type) {
    return shape.size() * HostNDManager.elementSize(type);
  }

  private static NDArray onHost(
      NDArray like, Shape shape, List<ValuesPiece> pieces, double fillValue) {
    NDManager manager = like.getManager();
    DataType type = like.getDataType();
    int elementSize = HostNDManager.elementSize(type);
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

  private static NDArray take(NDArray values, int[] rows, int[] columns, Shape shape) {
    NDManager manager = values.getManager();
    DataType type = values.getDataType();
    ByteBuffer target = manager.allocateDirect(Math.toIntExact(bytes(shape, type)));
    if (target.capacity() > 0) {
      HostValues.take(values, rows, columns, HostNDManager.elementSize(type), target);
    }
    return manager.create(target, shape, type);
  }

  private static NDArray takeInTorch(String function, NDArray values, int[] positions) {
    try (TemporaryArrays temporary = new TemporaryArrays()) {
      NDArray array = TorchFunctions.torchArray(values);
      return temporary.keep(FUNCTIONS.call(function, array, indices(positions, array)).head());
    }
  }

  private static void checkPositions(int[] positions, long length) {
    for (int position : positions) {
      if (position < 0 || position >= length) {
        throw new IndexOutOfBoundsException(
            "position " + position + " is out of bounds of an axis of length " + length);
      }
    }
  }

  private static int[] range(NDArray values, int axis) {
    Shape shape = values.getShape();
    return IntStream.range(0, Math.toIntExact(shape.get(axis < 0 ? shape.dimension() - 1 : axis)))
        .toArray();
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
