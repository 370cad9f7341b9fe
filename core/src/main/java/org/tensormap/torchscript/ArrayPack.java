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
import java.util.List;
import org.tensormap.HostNDManager;

/**
 * Arrays of one type, and of one shape but for the first axis, that are copied one after the other
 * into one array; scalars along a new axis.
 */
final class ArrayPack {
  /** Well below what a buffer can hold. */
  private static final long MAX_BYTES = 1L << 30;

  /**
   * Parts that are smaller on average cost more to cut from an array of autograd's than to copy.
   */
  private static final long SMALL_PART_BYTES = 1 << 13;

  /** Stands for the array that a pack is part of, if it is an array of its own. */
  private static final int NOT_STAGED = -1;

  private final DataType dataType;
  private final Shape partShape;
  private final List<NDArray> parts = new ArrayList<>();
  private long bytes;

  /** Starts a pack for an array, and others like it. */
  ArrayPack(NDArray first) {
    this.dataType = first.getDataType();
    this.partShape = restOf(first.getShape());
  }

  /** What the arrays of a pack have in common. */
  static Object kindOf(NDArray array) {
    Shape shape = array.getShape();
    return List.of(array.getDataType(), shape.isScalar(), restOf(shape));
  }

  /** Tells whether an array is of the kind of this pack. */
  boolean isOfKind(NDArray array) {
    Shape shape = array.getShape();
    if (array.getDataType() != dataType
        || shape.isScalar() != parts.get(0).getShape().isScalar()
        || Math.max(0, shape.dimension() - 1) != partShape.dimension()) {
      return false;
    }
    for (int axis = 0; axis < partShape.dimension(); axis++) {
      if (shape.get(axis + 1) != partShape.get(axis)) {
        return false;
      }
    }
    return true;
  }

  /** Adds an array if there is room, and tells whether there was. */
  boolean add(NDArray array) {
    long size = Math.multiplyExact(array.size(), elementSize());
    if (!parts.isEmpty() && bytes + size > MAX_BYTES) {
      return false;
    }
    parts.add(array);
    bytes += size;
    return true;
  }

  int size() {
    return parts.size();
  }

  /** Tells whether the arrays are so small that they are better copied twice than one by one. */
  boolean isSmall() {
    // DJL makes no arrays of complex numbers over memory that it is given.
    return dataType != DataType.COMPLEX64 && bytes <= SMALL_PART_BYTES * parts.size();
  }

  /** What the arrays take, in bytes. */
  long bytes() {
    return bytes;
  }

  /** The type of the values. */
  DataType dataType() {
    return dataType;
  }

  /**
   * Lists a pack that is in memory which the other side copies.
   *
   * @param source the position in the message of the array over this memory
   * @param start where it is there, in bytes, a multiple of the size of a value
   */
  void listStaged(Numbers message, int source, long start) {
    Shape shape = shape();
    message.add(count());
    message.add(source);
    message.add(start / elementSize());
    message.add(shape.size());
    message.add(shape.dimension());
    for (long length : shape.getShape()) {
      message.add(length);
    }
    listParts(message);
  }

  /** Lists a pack that is an array of its own. */
  void listOwn(Numbers message) {
    message.add(count());
    message.add(NOT_STAGED);
    message.add(0);
    message.add(0);
    message.add(0);
    listParts(message);
  }

  /** Copies the arrays to a place in a buffer. */
  void copyTo(ByteBuffer target, int start) {
    copyTo(target.slice(start, (int) bytes));
  }

  /** Makes an array of the pack, on the device of the manager. */
  PtNDArray toArray(PtNDManager manager) {
    return dataType == DataType.COMPLEX64
        ? (PtNDArray) toArray(manager, shape().add(2), DataType.FLOAT32).complex()
        : toArray(manager, shape(), dataType);
  }

  private PtNDArray toArray(PtNDManager manager, Shape shape, DataType type) {
    if (shape.size() == 0) {
      return manager.create(shape, type);
    }
    if (manager.getDevice().equals(Device.cpu())) {
      PtNDArray array = manager.create(shape, type);
      copyTo(array.toByteBuffer(true));
      return array;
    }
    ByteBuffer staging =
        ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    copyTo(staging);
    return manager.create(staging.flip(), shape, type);
  }

  private long elementSize() {
    return HostNDManager.elementSize(dataType);
  }

  private int count() {
    return parts.get(0).getShape().isScalar() ? -parts.size() : parts.size();
  }

  private void listParts(Numbers message) {
    if (count() > 1) {
      for (NDArray part : parts) {
        message.add(part.getShape().get(0));
      }
    }
  }

  private Shape shape() {
    long length = parts.size();
    if (count() > 0) {
      length = 0;
      for (NDArray part : parts) {
        length += part.getShape().get(0);
      }
    }
    return new Shape(length).addAll(partShape);
  }

  private void copyTo(ByteBuffer target) {
    for (NDArray part : parts) {
      if (part.size() > 0) {
        target.put(part.toByteBuffer(true));
      }
    }
  }

  private static Shape restOf(Shape shape) {
    return shape.isScalar() ? shape : shape.slice(1);
  }
}
