package org.tensormap.torchscript;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;

/**
 * Memory in which a call puts what it sends: the numbers of the message, and, for the other side to
 * copy, labels and small arrays next to each other. It is used by one call at a time, and again by
 * later ones, since to make an array takes longer than to fill it.
 */
final class Staging implements AutoCloseable {
  /** How much of each kind is kept for later calls; a call that needs more gets its own memory. */
  private static final int KEPT_BYTES = 1 << 20;

  private static final int FEWEST_NUMBERS = 64;

  private final PtNDManager host;
  private final ByteBuffer numbers;
  private final ByteBuffer bytes;

  /** Arrays over the start of the numbers, by the power of 2 that their length is. */
  private final PtNDArray[] numberArrays = new PtNDArray[Integer.SIZE];

  /** By type: an array over all of the bytes, made when it is first needed. */
  private final Map<DataType, PtNDArray> arrays = new EnumMap<>(DataType.class);

  private Staging(PtNDManager host, long numbersBytes, long size) {
    this.host = host;
    numbers = allocate(numbersBytes);
    bytes = allocate(size);
  }

  /**
   * Makes memory for so many numbers and bytes, or more.
   *
   * @param host owns the arrays, on the CPU
   */
  static Staging of(PtNDManager host, int numberCount, long size) {
    return new Staging(
        host,
        Math.max(KEPT_BYTES, ceilingPowerOf2(numberCount) * Long.BYTES),
        Math.max(KEPT_BYTES, ArrayTable.aligned(size)));
  }

  /** Tells whether memory that is kept is large enough. */
  static boolean isEnough(int numberCount, long size) {
    return size <= KEPT_BYTES && numberCount <= KEPT_BYTES / Long.BYTES;
  }

  /** Tells whether later calls may use this. */
  boolean isKept() {
    return bytes.capacity() == KEPT_BYTES && numbers.capacity() == KEPT_BYTES;
  }

  /** All of the memory for labels and arrays. */
  ByteBuffer bytes() {
    return bytes;
  }

  /**
   * Returns an array of some numbers, int64, on the CPU, which is closed with this. It is longer
   * than needed and ends with what was there before, so that few lengths are enough for all calls.
   */
  PtNDArray numbers(Numbers values) {
    values.copyTo(numbers.asLongBuffer());
    int length = (int) ceilingPowerOf2(Math.max(FEWEST_NUMBERS, values.size()));
    int slot = Integer.numberOfTrailingZeros(length);
    if (numberArrays[slot] == null) {
      numberArrays[slot] = array(numbers, DataType.INT64, length * Long.BYTES, host);
    }
    return numberArrays[slot];
  }

  /** Returns an array over all of the bytes, on the CPU; it is closed with this. */
  PtNDArray array(DataType type) {
    return arrays.computeIfAbsent(type, key -> array(bytes, key, bytes.capacity(), host));
  }

  /** Returns a copy of the first bytes, rounded up, on the device of a manager. */
  PtNDArray copy(DataType type, long size, PtNDManager manager) {
    return array(bytes, type, (int) ArrayTable.aligned(size), manager);
  }

  @Override
  public void close() {
    arrays.values().forEach(PtNDArray::close);
    for (PtNDArray array : numberArrays) {
      if (array != null) {
        array.close();
      }
    }
  }

  private static PtNDArray array(ByteBuffer memory, DataType type, int size, PtNDManager manager) {
    ByteBuffer values = memory.slice(0, size).order(ByteOrder.nativeOrder());
    return manager.create(values, new Shape(size / type.getNumOfBytes()), type);
  }

  private static ByteBuffer allocate(long size) {
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the labels of a call, and the list of its blocks, may take "
              + Integer.MAX_VALUE
              + " bytes each, got "
              + size
              + ": call the model with fewer samples at a time");
    }
    return ByteBuffer.allocateDirect((int) size).order(ByteOrder.nativeOrder());
  }

  private static long ceilingPowerOf2(int value) {
    return value <= 1 ? 1 : 2L * Integer.highestOneBit(value - 1);
  }
}
