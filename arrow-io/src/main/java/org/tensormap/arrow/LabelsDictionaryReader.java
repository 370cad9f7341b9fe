package org.tensormap.arrow;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.tensormap.Labels;

/**
 * The labels in a dictionary that was read: made when they are first needed, and the same instance
 * from then on.
 */
final class LabelsDictionaryReader {
  private final List<IntBuffer> values = new ArrayList<>();
  private final List<Labels> labels = new ArrayList<>();

  /** Adds the entries of a dictionary: a column of lists of integers. */
  void add(BatchReader batch) {
    int[] offsets = batch.column("labels").offsets();
    int count = batch.child("labels.item");
    batch.checkEnd(offsets, count);
    IntBuffer all = batch.bytes((long) count * Integer.BYTES).asIntBuffer();
    for (int i = 0; i < batch.rows(); i++) {
      values.add(all.slice(offsets[i], offsets[i + 1] - offsets[i]));
      labels.add(null);
    }
  }

  /**
   * Returns one of the labels.
   *
   * @param index its position in the dictionary
   * @param names the names of its dimensions: the same whenever it is asked for
   * @param size how many entries it has
   */
  Labels get(int index, List<String> names, int size) {
    if (index < 0 || index >= values.size()) {
      throw new IpcFormatException(
          "labels " + index + " are not in the dictionary, which has " + values.size());
    }
    Labels known = labels.get(index);
    if (known == null) {
      known = create(values.get(index), names, size);
      labels.set(index, known);
      values.set(index, null);
    } else if (!known.names().equals(names)) {
      throw new IpcFormatException(
          "labels "
              + index
              + " of the dictionary are used with the dimensions "
              + known.names()
              + " and "
              + names);
    }
    return known;
  }

  private static Labels create(IntBuffer entries, List<String> names, int size) {
    if (entries.remaining() != (long) size * names.size()) {
      throw new IpcFormatException(
          size
              + " labels with the dimensions "
              + names
              + " take "
              + (long) size * names.size()
              + " values, got "
              + entries.remaining());
    }
    int[] values = new int[entries.remaining()];
    entries.get(0, values);
    // Without dimensions, all entries are the same.
    return names.isEmpty() && size <= 1
        ? new Labels(names, new int[size][0])
        : new Labels(names, values);
  }
}
