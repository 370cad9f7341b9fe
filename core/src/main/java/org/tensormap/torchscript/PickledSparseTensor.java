package org.tensormap.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.tensormap.torchscript.PickleValue.Int;
import org.tensormap.torchscript.PickleValue.Tensor;
import org.tensormap.torchscript.PickleValue.Tuple;
import org.tensormap.torchscript.PickledTensors.Storages;

/**
 * Checks that the indices of a sparse tensor stay within its shape. libtorch does so only on
 * request, and reads and writes outside of memory otherwise.
 */
final class PickledSparseTensor {
  /** The numbers of the layouts that TorchScript writes, those of {@code c10::Layout}. */
  private static final long COORDINATES = 1;

  private static final long COMPRESSED_ROWS = 2;

  private final List<PickleValue> arguments;
  private final Storages storages;

  PickledSparseTensor(List<PickleValue> arguments, Storages storages) {
    this.arguments = arguments;
    this.storages = storages;
  }

  void check() throws PickleException, IOException {
    if (arguments.size() < 2
        || !(arguments.get(0) instanceof Int layout)
        || !(arguments.get(1) instanceof Tuple lengths)) {
      throw new PickleException("a sparse tensor is malformed");
    }
    List<Long> shape = PickledTensors.numbers(lengths);
    if (layout.value() == COORDINATES && arguments.size() == 6) {
      checkCoordinates(shape, tensor(3), tensor(4));
    } else if (layout.value() == COMPRESSED_ROWS && arguments.size() == 7) {
      checkCompressedRows(shape, tensor(3), tensor(4), tensor(5));
    } else {
      throw new PickleException(
          "a sparse tensor of layout "
              + layout.value()
              + " has "
              + arguments.size()
              + " parts, which TorchScript does not write");
    }
  }

  /** One row of indices per sparse dimension, one column per value. */
  private void checkCoordinates(List<Long> shape, Tensor indices, Tensor values)
      throws PickleException, IOException {
    if (indices.shape().size() != 2 || indices.shape().get(0) > shape.size()) {
      throw problem(shape, "indices of shape " + indices.shape());
    }
    int dimensions = Math.toIntExact(indices.shape().get(0));
    List<Long> dense = shape.subList(dimensions, shape.size());
    checkShape(shape, values, indices.shape().get(1), dense);
    Indices all = new Indices(shape, indices);
    for (int dimension = 0; dimension < dimensions; dimension++) {
      for (long i = 0; i < indices.shape().get(1); i++) {
        checkIndex(shape, all.at(dimension, i), shape.get(dimension));
      }
    }
  }

  /** For each row, where its values start and the next ones; for each value, its column. */
  private void checkCompressedRows(List<Long> shape, Tensor starts, Tensor columns, Tensor values)
      throws PickleException, IOException {
    if (shape.size() != 2
        || starts.shape().size() != 1
        || starts.shape().get(0) - 1 != shape.get(0)
        || columns.shape().size() != 1) {
      throw problem(
          shape, "rows and columns of shapes " + starts.shape() + " and " + columns.shape());
    }
    long count = columns.shape().get(0);
    checkShape(shape, values, count, List.of());
    Indices rows = new Indices(shape, starts);
    long end = 0;
    for (long row = 0; row <= shape.get(0); row++) {
      long start = rows.at(row);
      if (start < end || start > count || (row == 0 && start != 0)) {
        throw problem(shape, "a row that starts at value " + start + " of " + count);
      }
      end = start;
    }
    if (end != count) {
      throw problem(shape, "rows that end at value " + end + " of " + count);
    }
    Indices all = new Indices(shape, columns);
    for (long i = 0; i < count; i++) {
      checkIndex(shape, all.at(i), shape.get(1));
    }
  }

  private static void checkShape(List<Long> shape, Tensor values, long count, List<Long> dense)
      throws PickleException {
    List<Long> got = values.shape();
    if (got.isEmpty() || got.get(0) != count || !got.subList(1, got.size()).equals(dense)) {
      throw problem(shape, "values of shape " + got + " for " + count + " indices");
    }
  }

  private static void checkIndex(List<Long> shape, long index, long length) throws PickleException {
    if (index < 0 || index >= length) {
      throw problem(shape, "the index " + index);
    }
  }

  private Tensor tensor(int argument) throws PickleException {
    if (arguments.get(argument) instanceof Tensor tensor) {
      return tensor;
    }
    throw new PickleException("a sparse tensor is made of something that is no tensor");
  }

  private static PickleException problem(List<Long> shape, String problem) {
    return new PickleException(
        "a sparse tensor of shape " + shape + " has " + problem + ", which does not fit");
  }

  /** The values of a tensor of integers. */
  private final class Indices {
    private final Tensor tensor;
    private final boolean isLong;
    private final ByteBuffer bytes;

    Indices(List<Long> shape, Tensor tensor) throws PickleException, IOException {
      String type = tensor.storage().type();
      isLong = type.equals("LongStorage");
      if (!isLong && !type.equals("IntStorage")) {
        throw problem(shape, "indices in a " + type);
      }
      if (!tensor.storage().hasValues()) {
        throw problem(shape, "indices without values");
      }
      long count = 1;
      for (long length : tensor.shape()) {
        // Each index is in memory once, so that a small archive takes no long time.
        if (count != 0 && length > tensor.storage().count() / count) {
          throw problem(shape, "indices that share memory");
        }
        count *= length;
      }
      this.tensor = tensor;
      this.bytes =
          count == 0
              ? ByteBuffer.allocate(0)
              : storages.read(tensor.storage().key()).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    long at(long... position) {
      long index = tensor.offset();
      for (int i = 0; i < position.length; i++) {
        index += position[i] * tensor.strides().get(i);
      }
      return isLong
          ? bytes.getLong(Math.toIntExact(index * Long.BYTES))
          : bytes.getInt(Math.toIntExact(index * Integer.BYTES));
    }
  }
}
