package org.tensormap.torchscript;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;

/**
 * The labels of a message: each instance once, those with as many dimensions together, so that the
 * other side can cut them out of one table in one operation.
 */
final class LabelsTable {
  private final IdentityHashMap<Labels, Integer> references = new IdentityHashMap<>();
  private final List<Labels> labels = new ArrayList<>();
  private final Map<List<String>, Integer> names = new LinkedHashMap<>();

  /** Where each of the labels ends up, known once all are there. */
  private int[] positions = {};

  /** Adds labels, unless they are there, and returns a reference for {@link #position}. */
  int add(Labels added) {
    Integer reference = references.putIfAbsent(added, labels.size());
    if (reference != null) {
      return reference;
    }
    labels.add(added);
    names.putIfAbsent(added.names(), names.size());
    return labels.size() - 1;
  }

  /** The distinct lists of names, in order. */
  Iterable<List<String>> names() {
    return names.keySet();
  }

  int namesCount() {
    return names.size();
  }

  /** The position of labels among those that the message lists. */
  int position(int reference) {
    return positions[reference];
  }

  /**
   * Lists the labels by group: how many there are of how many dimensions and rows, their names, and
   * their numbers of rows.
   *
   * @return the values of all labels in this order, as 32-bit integers in a direct buffer
   */
  ByteBuffer write(Numbers message) {
    Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
    long size = 0;
    for (int i = 0; i < labels.size(); i++) {
      groups.computeIfAbsent(labels.get(i).dimensions(), key -> new ArrayList<>()).add(i);
      size += (long) labels.get(i).size() * labels.get(i).dimensions();
    }
    positions = new int[labels.size()];
    ByteBuffer values =
        ByteBuffer.allocateDirect(Math.toIntExact(size * Integer.BYTES))
            .order(ByteOrder.nativeOrder());
    IntBuffer target = values.asIntBuffer();
    int position = 0;
    message.add(groups.size());
    for (Map.Entry<Integer, List<Integer>> group : groups.entrySet()) {
      List<Integer> members = group.getValue();
      message.add(group.getKey());
      message.add(members.stream().mapToLong(i -> labels.get(i).size()).sum());
      message.add(members.size());
      for (int i : members) {
        message.add(names.get(labels.get(i).names()));
      }
      for (int i : members) {
        message.add(labels.get(i).size());
        target.put(labels.get(i).values());
        positions[i] = position++;
      }
    }
    return values;
  }
}
