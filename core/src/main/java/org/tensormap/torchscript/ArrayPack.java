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

/**
 * Arrays of one type, and of one shape but for the first axis, that are copied one after the other
 * into one array; scalars along a new axis.
 */
final class ArrayPack {
  /** Well below what a buffer can hold. */
  private static final long MAX_BYTES = 1L << 30;

  /** Stands for the number of parts that follow, where they are scalars. */
  private static final int SCALARS = -1;

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

  /** Adds an array if there is room, and tells whether there was. */
  boolean add(NDArray array) {
    long size = Math.multiplyExact(array.size(), (long) dataType.getNumOfBytes());
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

  /** Lists the lengths of the parts, and makes the array on the device of the manager. */
  PtNDArray write(Numbers message, PtNDManager manager) {
    long length = 0;
    if (parts.get(0).getShape().isScalar()) {
      message.add(SCALARS);
      length = parts.size();
    } else {
      message.add(parts.size());
      for (NDArray part : parts) {
        long rows = part.getShape().get(0);
        message.add(rows);
        length += rows;
      }
    }
    Shape shape = new Shape(length).addAll(partShape);
    if (shape.size() == 0) {
      return manager.create(shape, dataType);
    }
    if (manager.getDevice().equals(Device.cpu())) {
      PtNDArray array = manager.create(shape, dataType);
      copyTo(array.toByteBuffer(true));
      return array;
    }
    long size = parts.stream().mapToLong(part -> part.toByteBuffer(true).remaining()).sum();
    ByteBuffer staging =
        ByteBuffer.allocateDirect(Math.toIntExact(size)).order(ByteOrder.nativeOrder());
    copyTo(staging);
    return manager.create(staging.flip(), shape, dataType);
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
