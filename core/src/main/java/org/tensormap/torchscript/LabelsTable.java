package org.tensormap.torchscript;

import java.nio.ByteBuffer;
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

  /** By labels: the position of their names. */
  private final Numbers namesOf = new Numbers();

  private final Map<List<String>, Integer> names = new LinkedHashMap<>();
  private List<String> lastNames = List.of();
  private int lastNamesIndex = -1;

  /** By number of dimensions: references to the labels. */
  private final Map<Integer, Numbers> groups = new LinkedHashMap<>();

  /** Where each of the labels ends up, known once all are there. */
  private int[] positions = {};

  private long valueCount;

  /** Adds labels, unless they are there, and returns a reference for {@link #position}. */
  int add(Labels added) {
    Integer known = references.putIfAbsent(added, labels.size());
    if (known != null) {
      return known;
    }
    int reference = labels.size();
    labels.add(added);
    namesOf.add(namesIndex(added.names()));
    groups.computeIfAbsent(added.dimensions(), key -> new Numbers()).add(reference);
    valueCount += (long) added.size() * added.dimensions();
    return reference;
  }

  /** The distinct lists of names, in order. */
  List<List<String>> names() {
    return List.copyOf(names.keySet());
  }

  int size() {
    return labels.size();
  }

  int groupCount() {
    return groups.size();
  }

  /** What the values of all labels take, in bytes. */
  long bytes() {
    return valueCount * Integer.BYTES;
  }

  /** The position of labels among those that the message lists, once it does. */
  int position(int reference) {
    return positions[reference];
  }

  /** The labels, in the order of the message. */
  Labels[] inOrder() {
    Labels[] ordered = new Labels[labels.size()];
    for (int i = 0; i < ordered.length; i++) {
      ordered[positions[i]] = labels.get(i);
    }
    return ordered;
  }

  /**
   * Lists the groups, and then the names and the number of rows of each of the labels. This settles
   * their positions.
   */
  void list(Numbers message) {
    positions = new int[labels.size()];
    Numbers rows = new Numbers();
    Numbers orderedNames = new Numbers();
    int position = 0;
    long offset = 0;
    for (Map.Entry<Integer, Numbers> group : groups.entrySet()) {
      int dimensions = group.getKey();
      Numbers members = group.getValue();
      long groupRows = 0;
      for (int i = 0; i < members.size(); i++) {
        int member = (int) members.get(i);
        positions[member] = position++;
        orderedNames.add(namesOf.get(member));
        rows.add(labels.get(member).size());
        groupRows += labels.get(member).size();
      }
      message.add(members.size());
      message.add(groupRows);
      message.add(dimensions);
      message.add(offset);
      offset += groupRows * dimensions;
    }
    message.addAll(orderedNames);
    message.addAll(rows);
  }

  /** Copies the values of all labels, in the order of the message, to the start of a buffer. */
  void copyTo(ByteBuffer target) {
    IntBuffer values = target.slice(0, (int) bytes()).order(target.order()).asIntBuffer();
    for (Labels written : inOrder()) {
      values.put(written.values());
    }
  }

  private int namesIndex(List<String> added) {
    if (lastNamesIndex < 0 || !added.equals(lastNames)) {
      Integer known = names.putIfAbsent(added, names.size());
      lastNamesIndex = known == null ? names.size() - 1 : known;
      lastNames = added;
    }
    return lastNamesIndex;
  }
}
