package org.tensormap.spark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tensormap.HostNDManager;

/**
 * Owns the arrays of the arguments of one call. Small arrays share direct buffers: a call has
 * hundreds of them, and a direct buffer each would keep the garbage collector busy.
 */
final class ArgumentArrays implements AutoCloseable {
  private static final int FIRST_BUFFER = 4 << 10;
  private static final int LARGEST_SHARED_BUFFER = 1 << 20;

  /** What PyTorch aligns its own arrays to. */
  private static final int ALIGNMENT = 64;

  private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);

  private final HostNDManager manager = HostNDManager.newManager();
  private ByteBuffer buffer = NONE;
  private int nextCapacity = FIRST_BUFFER;

  HostNDManager manager() {
    return manager;
  }

  /** A direct buffer of exactly this size, in native order. */
  ByteBuffer allocate(int bytes) {
    int start = buffer.position() + Math.floorMod(-buffer.position(), ALIGNMENT);
    if ((long) start + bytes > buffer.capacity()) {
      if (bytes > nextCapacity / 2) {
        return manager.allocateDirect(bytes);
      }
      buffer = manager.allocateDirect(nextCapacity);
      nextCapacity = Math.min(2 * nextCapacity, LARGEST_SHARED_BUFFER);
      start = 0;
    }
    buffer.position(start + bytes);
    return buffer.slice(start, bytes).order(ByteOrder.nativeOrder());
  }

  NDArray create(ByteBuffer values, Shape shape, DataType type) {
    return manager.create(values, shape, type);
  }

  @Override
  public void close() {
    manager.close();
  }
}
