package org.tensormap.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;

/** The different labels of a tensor map, each of them stored once, in the order they came. */
final class LabelsDictionaryWriter {
  private final Map<Labels, Integer> indices = new HashMap<>();
  private final List<Labels> entries = new ArrayList<>();

  /** Returns the index of labels, which are added if there are no equal ones yet. */
  int indexOf(Labels labels) {
    Integer index = indices.putIfAbsent(labels, entries.size());
    if (index != null) {
      return index;
    }
    entries.add(labels);
    return entries.size() - 1;
  }

  /** Lays out the entries as a column of lists: the values of each one, row-major. */
  BatchWriter toBody() {
    int[] offsets = new int[entries.size() + 1];
    for (int i = 0; i < entries.size(); i++) {
      Labels labels = entries.get(i);
      long end = offsets[i] + (long) labels.size() * labels.dimensions();
      if (end > Integer.MAX_VALUE / Integer.BYTES) {
        throw new IllegalArgumentException(
            "the different labels of this tensor map take more than 2 GiB, which is too much for a"
                + " dictionary: split the map");
      }
      offsets[i + 1] = (int) end;
    }
    int count = offsets[entries.size()];
    ByteBuffer bytes = ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    IntBuffer values = bytes.asIntBuffer();
    entries.forEach(labels -> values.put(labels.values()));
    BatchWriter body = new BatchWriter(entries.size());
    body.column(entries.size()).ints(offsets);
    body.column(count).bytes(List.of(bytes));
    return body;
  }
}
