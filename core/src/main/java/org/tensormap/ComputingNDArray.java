package org.tensormap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrayAdapter;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What DJL's adapter of arrays lacks: changes in place, and some computations.
 *
 * <p>All of them are done with a copy in the engine that computes. What was changed in place is
 * written back, which makes such a change dearer than in an array of the engine; where values can
 * not be changed, it is refused before anything is computed.
 */
abstract class ComputingNDArray extends NDArrayAdapter {
  ComputingNDArray(NDManager manager, NDManager computing, Shape shape, DataType dataType) {
    super(manager, computing, shape, dataType, NDManager.nextUid());
  }

  /** A copy of this array in the engine that computes; results of operations on it outlive it. */
  abstract NDArray computing();

  /**
   * Checks that the values can be changed.
   *
   * @throws UnsupportedOperationException if not
   */
  abstract void checkCanChange();

  @Override
  public NDArray get(NDIndex index) {
    try (ComputingIndex converted = new ComputingIndex(index)) {
      return computed(array -> array.get(converted));
    }
  }

  @Override
  public NDArray get(NDManager owner, NDIndex index) {
    NDManager torch = TorchFunctions.torchManager(owner);
    try (ComputingIndex converted = new ComputingIndex(index)) {
      return computed(array -> array.get(torch, converted));
    }
  }

  @Override
  public void set(NDIndex index, NDArray values) {
    try (ComputingIndex converted = new ComputingIndex(index)) {
      changed(array -> with(values, source -> set(array, converted, source)));
    }
  }

  @Override
  public void set(NDIndex index, Number value) {
    try (ComputingIndex converted = new ComputingIndex(index)) {
      changed(array -> array.set(converted, value));
    }
  }

  @Override
  public void set(NDIndex index, Function<NDArray, NDArray> function) {
    try (ComputingIndex converted = new ComputingIndex(index)) {
      changed(array -> array.set(converted, function));
    }
  }

  @Override
  public void set(NDArray mask, Number value) {
    changed(
        array ->
            with(
                mask,
                where -> {
                  array.set(where, value);
                  return array;
                }));
  }

  @Override
  public void setScalar(NDIndex index, Number value) {
    changed(array -> array.setScalar(index, value));
  }

  @Override
  public NDArray addi(Number number) {
    return changed(array -> array.addi(number));
  }

  @Override
  public NDArray addi(NDArray other) {
    return changed(other, NDArray::addi);
  }

  @Override
  public NDArray subi(Number number) {
    return changed(array -> array.subi(number));
  }

  @Override
  public NDArray subi(NDArray other) {
    return changed(other, NDArray::subi);
  }

  @Override
  public NDArray muli(Number number) {
    return changed(array -> array.muli(number));
  }

  @Override
  public NDArray muli(NDArray other) {
    return changed(other, NDArray::muli);
  }

  @Override
  public NDArray divi(Number number) {
    return changed(array -> array.divi(number));
  }

  @Override
  public NDArray divi(NDArray other) {
    return changed(other, NDArray::divi);
  }

  @Override
  public NDArray modi(Number number) {
    return changed(array -> array.modi(number));
  }

  @Override
  public NDArray modi(NDArray other) {
    return changed(other, NDArray::modi);
  }

  @Override
  public NDArray powi(Number number) {
    return changed(array -> array.powi(number));
  }

  @Override
  public NDArray powi(NDArray other) {
    return changed(other, NDArray::powi);
  }

  @Override
  public NDArray signi() {
    return changed(NDArray::signi);
  }

  @Override
  public NDArray negi() {
    return changed(NDArray::negi);
  }

  @Override
  public NDArray take(NDManager owner, NDArray index) {
    NDManager torch = TorchFunctions.torchManager(owner);
    return computed(array -> with(index, where -> array.take(torch, where)));
  }

  @Override
  public NDArray put(NDArray index, NDArray values) {
    return computed(
        array -> with(index, where -> with(values, source -> array.put(where, source))));
  }

  @Override
  public NDArray scatter(NDArray index, NDArray values, int axis) {
    return computed(
        array -> with(index, where -> with(values, source -> array.scatter(where, source, axis))));
  }

  @Override
  public NDArray flatten(int startAxis, int endAxis) {
    return computed(array -> array.flatten(startAxis, endAxis));
  }

  @Override
  public NDArray pad(Shape padding, double value) {
    return computed(array -> array.pad(padding, value));
  }

  @Override
  public NDArray diff(int order, int axis) {
    return computed(array -> array.diff(order, axis));
  }

  @Override
  public NDArray xlogy(NDArray other) {
    return computed(array -> with(other, array::xlogy));
  }

  @Override
  public NDArray batchMatMul(NDArray other) {
    return computed(array -> with(other, array::batchMatMul));
  }

  @Override
  public NDList topK(int count, int axis, boolean largest, boolean sorted) {
    return computed(array -> array.topK(count, axis, largest, sorted));
  }

  @Override
  public NDList unique(Integer axis, boolean sorted, boolean returnInverse, boolean returnCounts) {
    return computed(array -> array.unique(axis, sorted, returnInverse, returnCounts));
  }

  @Override
  public NDArray complex() {
    return computed(NDArray::complex);
  }

  @Override
  public NDArray real() {
    return computed(NDArray::real);
  }

  @Override
  public NDArray conj() {
    return computed(NDArray::conj);
  }

  private <T> T computed(Function<NDArray, T> compute) {
    try (NDArray copy = computing()) {
      return compute.apply(copy);
    }
  }

  private NDArray changed(Consumer<NDArray> change) {
    checkCanChange();
    try (NDArray copy = computing()) {
      change.accept(copy);
      writeBack(copy);
    }
    return this;
  }

  private NDArray changed(NDArray other, BiFunction<NDArray, NDArray, NDArray> change) {
    return changed(array -> with(other, operand -> change.apply(array, operand)));
  }

  private void writeBack(NDArray copy) {
    if (dataType == DataType.COMPLEX64) {
      // DJL takes a complex number for four bytes.
      try (NDArray parts = copy.real()) {
        set(parts.toByteBuffer());
      }
    } else {
      set(copy.toByteBuffer());
    }
  }

  private static NDArray set(NDArray array, NDIndex index, NDArray values) {
    array.set(index, values);
    return array;
  }

  /** Calls a function with an array of the engine: the given one, or a copy for as long. */
  private static <T> T with(NDArray operand, Function<NDArray, T> function) {
    if (operand instanceof ComputingNDArray host) {
      try (NDArray copy = host.computing()) {
        return function.apply(copy);
      }
    }
    return function.apply(operand);
  }
}
