package org.tensormap;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An array in a buffer, which may be a read-only part of a mapped file.
 *
 * <p>Native code gets a copy of the values, never the buffer: an operation in place on a mapped
 * file would end the process.
 */
final class HostNDArray extends ComputingNDArray {
  /**
   * The values, from position 0; dropped by {@link #close()} so that the memory can be reclaimed.
   */
  private ByteBuffer buffer;

  HostNDArray(
      NDManager manager, NDManager computing, ByteBuffer buffer, Shape shape, DataType dataType) {
    super(manager, computing, shape, dataType);
    this.buffer = buffer;
  }

  /**
   * Returns the values.
   *
   * @param tryDirect whether to share the memory of this array, valid until it is closed; else a
   *     copy is made
   * @return a buffer in native byte order; a copy is direct, shared memory may be on the heap, and
   *     read-only if it is part of a file or of other bytes that must not change
   */
  @Override
  public ByteBuffer toByteBuffer(boolean tryDirect) {
    ByteBuffer shared = open().duplicate().order(ByteOrder.nativeOrder());
    return tryDirect ? shared : manager.allocateDirect(shared.remaining()).put(shared).flip();
  }

  @Override
  public void set(Buffer data) {
    checkCanChange();
    try (NDArray source = manager.create(data, shape, dataType)) {
      open().duplicate().put(source.toByteBuffer(true));
    }
  }

  @Override
  void checkCanChange() {
    if (open().isReadOnly()) {
      throw new UnsupportedOperationException(
          "these values are part of a file or of other bytes and can not be changed: change a copy,"
              + " which copy() of a tensor map or block makes, and duplicate() of an array");
    }
  }

  @Override
  NDArray computing() {
    return alternativeManager.from(this);
  }

  @Override
  public NDArray duplicate() {
    return manager.create(toByteBuffer(false), shape, dataType);
  }

  @Override
  public NDArray reshape(Shape newShape) {
    return manager instanceof HostNDManager host
            && newShape.size() == shape.size()
            && newShape.size() >= 0
            && isConcrete(newShape)
        ? host.wrap(toByteBuffer(true), newShape, dataType)
        : super.reshape(newShape);
  }

  /**
   * Converts the values, as PyTorch does.
   *
   * @throws IllegalArgumentException if PyTorch, as DJL offers it, has no arrays of the new type
   */
  @Override
  public NDArray toType(DataType newType, boolean copy) {
    if (newType == dataType) {
      return copy ? duplicate() : this;
    }
    HostNDManager.checkHasPyTorchArrays(newType);
    if (!HostNDManager.hasPyTorchArrays(dataType)) {
      NDArray wide = widened();
      if (wide.getDataType() == newType) {
        return wide;
      }
      try (wide) {
        return wide.toType(newType, true);
      }
    }
    try (NDArray source = computing()) {
      return source.toType(newType, true);
    }
  }

  @Override
  public NDArray toDevice(Device device, boolean copy) {
    if (device.equals(getDevice())) {
      return copy ? duplicate() : this;
    }
    try (NDArray source = computing()) {
      return source.toDevice(device, true);
    }
  }

  @Override
  public void intern(NDArray replaced) {
    throw new UnsupportedOperationException(
        "a host array can not take over the memory of another array");
  }

  /** Hands this array to another manager, which makes what is computed with it from now on. */
  @Override
  public void attach(NDManager newManager) {
    super.attach(newManager);
    if (newManager instanceof HostNDManager host) {
      alternativeManager = host.computing();
    }
  }

  @Override
  public void detach() {
    manager.detachInternal(getUid());
  }

  @Override
  public void close() {
    super.close();
    buffer = null;
  }

  private NDArray widened() {
    DataType widerType = HostWidening.widerType(dataType);
    ByteBuffer wide =
        manager.allocateDirect(
            Math.toIntExact(Math.multiplyExact(shape.size(), widerType.getNumOfBytes())));
    HostWidening.widen(toByteBuffer(true), dataType, wide);
    return manager.create(wide.flip(), shape, widerType);
  }

  private ByteBuffer open() {
    if (isClosed) {
      throw new IllegalStateException(
          "this array is closed: read values before closing the tensor map or manager that owns"
              + " them");
    }
    return buffer;
  }

  private static boolean isConcrete(Shape shape) {
    for (long length : shape.getShape()) {
      if (length < 0) {
        return false;
      }
    }
    return true;
  }
}
