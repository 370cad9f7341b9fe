package org.tensormap.spark.model;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/**
 * Reads a number, or arrays nested to any depth, as a tensor with one axis per level.
 *
 * <p>The shape is that of the first elements; all others must agree. An empty array has no first
 * element, so that the axes inside it have length 0.
 */
final class TensorReader implements ArgumentReader {
  private final DataType type;
  private final int depth;
  private final TensorElement element;

  private TensorReader(DataType type, int depth, TensorElement element) {
    this.type = type;
    this.depth = depth;
    this.element = element;
  }

  /** A reader for a SQL type; empty if it is neither a number nor nested arrays of numbers. */
  static Optional<ArgumentReader> of(DataType type) {
    DataType leaf = type;
    int levels = 0;
    while (leaf instanceof ArrayType array) {
      leaf = array.elementType();
      levels++;
    }
    int depth = levels;
    return TensorElement.of(leaf).map(element -> new TensorReader(type, depth, element));
  }

  @Override
  public Object read(SpecializedGetters source, int ordinal, ArgumentArrays arrays) {
    long[] shape = new long[depth];
    ArrayData values =
        depth == 0
            ? new GenericArrayData(new Object[] {source.get(ordinal, type)})
            : source.getArray(ordinal);
    if (depth > 0) {
      measure(values, 0, shape);
    }
    Shape tensorShape = new Shape(shape);
    ByteBuffer buffer = arrays.allocate(byteCount(tensorShape));
    copy(values, 0, shape, buffer.duplicate().order(buffer.order()));
    return arrays.create(buffer, tensorShape, element.dtype());
  }

  private void measure(ArrayData values, int axis, long[] shape) {
    shape[axis] = values.numElements();
    if (axis + 1 < depth && shape[axis] > 0) {
      rejectNull(values, 0);
      try {
        measure(values.getArray(0), axis + 1, shape);
      } catch (UnfitValueException e) {
        throw e.inside(0);
      }
    }
  }

  private void copy(ArrayData values, int axis, long[] shape, ByteBuffer out) {
    if (axis < depth && values.numElements() != shape[axis]) {
      throw new UnfitValueException(
          "a tensor can not be made of arrays of different lengths: expected "
              + shape[axis]
              + " elements as in the first one, got "
              + values.numElements());
    }
    for (int i = 0; i < values.numElements(); i++) {
      rejectNull(values, i);
    }
    if (axis >= depth - 1) {
      copyElements(values, out);
      return;
    }
    for (int i = 0; i < values.numElements(); i++) {
      try {
        copy(values.getArray(i), axis + 1, shape, out);
      } catch (UnfitValueException e) {
        throw e.inside(i);
      }
    }
  }

  private void copyElements(ArrayData values, ByteBuffer out) {
    int bytes = values.numElements() * element.dtype().getNumOfBytes();
    element.copy().accept(values, out.slice(out.position(), bytes).order(out.order()));
    out.position(out.position() + bytes);
  }

  private int byteCount(Shape shape) {
    try {
      return Math.toIntExact(
          Math.multiplyExact(shape.size(), (long) element.dtype().getNumOfBytes()));
    } catch (ArithmeticException e) {
      throw new UnfitValueException(
          "a tensor of shape "
              + Arrays.toString(shape.getShape())
              + " takes more than the 2 GiB that one argument can have");
    }
  }

  private static void rejectNull(ArrayData values, int index) {
    if (values.isNullAt(index)) {
      throw new UnfitValueException("a tensor can not hold NULL").inside(index);
    }
  }
}
