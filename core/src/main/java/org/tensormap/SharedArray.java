package org.tensormap;

import ai.djl.ndarray.NDArray;

/** An array with several owners: it is closed when the last of them lets go. */
final class SharedArray {
  private final NDArray array;

  /** What the memory of the array belongs to, or null. */
  private final SharedArray base;

  private int owners = 1;

  private SharedArray(NDArray array, SharedArray base) {
    this.array = array;
    this.base = base;
  }

  /** Makes the caller the only owner of an array. */
  static SharedArray of(NDArray array) {
    return new SharedArray(array, null);
  }

  /** Makes the caller the owner of an array in the memory of this one, which is kept as long. */
  SharedArray view(NDArray view) {
    return view == array ? share() : new SharedArray(view, share());
  }

  NDArray array() {
    return array;
  }

  /** Adds an owner. */
  synchronized SharedArray share() {
    owners++;
    return this;
  }

  /** Removes an owner. */
  synchronized void release() {
    owners--;
    if (owners == 0) {
      array.close();
      if (base != null) {
        base.release();
      }
    }
  }
}
