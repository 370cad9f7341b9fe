package org.tensormap.io;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.tensormap.HostNDManager;

/**
 * Makes arrays of values that were read.
 *
 * <p>A {@link HostNDManager} gets the memory that was read, if need be in another byte order.
 * Others, which are those of PyTorch, get a copy in memory of their own, so that native code never
 * writes to a mapped file, and the memory is released together with the array.
 */
final class ArrayBuilder {
  /** Puts the next values where an array has its memory. */
  private interface Filler {
    /** Fills the buffer up to its limit. */
    void fill(ByteBuffer target) throws IOException;
  }

  private static final long PIECE_BYTES = 1L << 30;

  private final NDManager manager;
  private final NpyValueType type;
  private final EntryLocation location;

  ArrayBuilder(NDManager manager, NpyValueType type, EntryLocation location) {
    this.manager = manager;
    this.type = type;
    this.location = location;
  }

  /** Makes an array of the values in a buffer, whose memory a host array shares. */
  NDArray fromBuffer(ByteBuffer values, Shape shape) throws IOException {
    if (manager instanceof HostNDManager host) {
      return host.wrap(type.toNative(values), shape, type.dataType());
    }
    ByteBuffer source = values.duplicate();
    return build(
        shape,
        target -> {
          target.put(source.slice(source.position(), target.remaining()));
          source.position(source.position() + target.limit());
        });
  }

  /** Makes an array of all that is left in the channel, in PyTorch's memory. */
  NDArray fromChannel(ReadableByteChannel channel, Shape shape) throws IOException {
    NDArray array =
        build(
            shape,
            target -> {
              while (target.hasRemaining()) {
                channel.read(target);
              }
            });
    try {
      channel.read(ByteBuffer.allocate(1));
      return array;
    } catch (IOException | RuntimeException e) {
      array.close();
      throw e;
    }
  }

  private NDArray build(Shape shape, Filler filler) throws IOException {
    if (!HostNDManager.hasPyTorchArrays(type.dataType())) {
      throw new IllegalArgumentException(
          location
              + ": DJL has no PyTorch arrays of type "
              + type.dataType()
              + ": read the values with a HostNDManager, less than 2 GiB at a time, or store them with"
              + " another type");
    }
    if (!manager.getDevice().isGpu()) {
      return build(manager, shape, filler);
    }
    try (NDManager host = manager.newSubManager(Device.cpu())) {
      NDArray array = build(host, shape, filler).toDevice(manager.getDevice(), false);
      array.attach(manager);
      return array;
    }
  }

  /** DJL makes complex arrays only as views of real ones, whose memory they share. */
  private NDArray build(NDManager owner, Shape shape, Filler filler) throws IOException {
    if (type.dataType() != DataType.COMPLEX64) {
      return build(owner, shape, type.dataType(), filler);
    }
    try (NDArray real = build(owner, shape.add(2), DataType.FLOAT32, filler)) {
      return real.complex();
    }
  }

  private NDArray build(NDManager owner, Shape shape, DataType dataType, Filler filler)
      throws IOException {
    NDArray array = owner.create(shape, dataType);
    try {
      long size = shape.size();
      long pieceSize = PIECE_BYTES / dataType.getNumOfBytes();
      if (size <= pieceSize) {
        fill(array, filler);
        return array;
      }
      try (NDArray flat = array.reshape(-1)) {
        for (long start = 0; start < size; start += pieceSize) {
          long end = Math.min(size, start + pieceSize);
          try (NDArray piece = flat.get(new NDIndex().addSliceDim(start, end))) {
            fill(piece, filler);
          }
        }
      }
      return array;
    } catch (IOException | RuntimeException e) {
      array.close();
      throw e;
    }
  }

  /** Fills a contiguous array on the CPU, whose memory DJL gives as a buffer. */
  private void fill(NDArray array, Filler filler) throws IOException {
    if (array.size() > 0) {
      ByteBuffer memory = array.toByteBuffer(true);
      filler.fill(memory);
      type.makeNative(memory.flip());
    }
  }
}
