package org.tensormap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.dim.NDIndexBooleans;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.index.dim.NDIndexPick;
import ai.djl.ndarray.index.dim.NDIndexTake;
import java.util.ArrayList;
import java.util.List;

/** An index whose arrays are those of the engine that computes, which takes no others. */
final class ComputingIndex extends NDIndex implements AutoCloseable {
  private final NDIndex original;
  private final List<NDArray> copies = new ArrayList<>();

  ComputingIndex(NDIndex original) {
    this.original = original;
    original.stream().map(this::converted).forEach(getIndices()::add);
  }

  @Override
  public int getRank() {
    return original.getRank();
  }

  @Override
  public int getEllipsisIndex() {
    return original.getEllipsisIndex();
  }

  @Override
  public void close() {
    copies.forEach(NDArray::close);
  }

  private NDIndexElement converted(NDIndexElement element) {
    if (element instanceof NDIndexTake take && take.getIndex() instanceof HostNDArray host) {
      return new NDIndexTake(copy(host));
    }
    if (element instanceof NDIndexPick pick && pick.getIndex() instanceof HostNDArray host) {
      return new NDIndexPick(copy(host));
    }
    if (element instanceof NDIndexBooleans mask && mask.getIndex() instanceof HostNDArray host) {
      return new NDIndexBooleans(copy(host));
    }
    return element;
  }

  private NDArray copy(HostNDArray array) {
    NDArray copy = array.computing();
    copies.add(copy);
    return copy;
  }
}
