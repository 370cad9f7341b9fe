package org.tensormap.operations;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.tensormap.Labels;

/** Collects the entries of labels, one behind the other. */
final class JoinedLabels {
  private final List<String> names;
  private final List<String> joinedNames;
  private final boolean addsDimension;
  private final List<int[]> chunks = new ArrayList<>();

  /**
   * Starts without entries.
   *
   * @param addDimension the name of one more dimension, for the position of the labels; or null
   */
  JoinedLabels(List<String> names, String addDimension) {
    this.joinedNames = names;
    this.names = new ArrayList<>(names);
    this.addsDimension = addDimension != null;
    if (addsDimension) {
      this.names.add(addDimension);
    }
  }

  /**
   * Adds all entries of labels, whose dimensions may be in another order.
   *
   * @param position goes to the additional dimension, if there is one
   * @param shift is added to the values of the first dimension
   */
  void add(Labels labels, int position, int shift) {
    IntBuffer values = inOrder(labels).values();
    int[] chunk = new int[Math.multiplyExact(labels.size(), names.size())];
    int next = 0;
    for (int row = 0; row < labels.size(); row++) {
      for (int i = 0; i < labels.dimensions(); i++) {
        chunk[next++] = values.get() + (i == 0 ? shift : 0);
      }
      if (addsDimension) {
        chunk[next++] = position;
      }
    }
    chunks.add(chunk);
  }

  private Labels inOrder(Labels labels) {
    if (labels.names().equals(joinedNames)) {
      return labels;
    }
    if (!Set.copyOf(labels.names()).equals(Set.copyOf(joinedNames))) {
      throw new IllegalArgumentException(
          "can not join entries with the dimensions "
              + joinedNames
              + " and "
              + labels.names()
              + ": they should have the same names");
    }
    return labels.permute(joinedNames.stream().mapToInt(labels.names()::indexOf).toArray());
  }

  /** The labels, where others are; throws if an entry is repeated. */
  Labels labels(Labels like) {
    int[] values = chunks.stream().flatMapToInt(Arrays::stream).toArray();
    return new Labels(names, values).toDeviceOf(like);
  }
}
