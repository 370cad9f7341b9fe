package org.tensormap.torchscript;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
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

  /** By number of dimensions: references to the labels. */
  private final Map<Integer, List<Integer>> groups = new LinkedHashMap<>();

  /** Where each of the labels ends up, known once all are there. */
  private int[] positions = {};

  /** Adds labels, unless they are there, and returns a reference for {@link #position}. */
  int add(Labels added) {
    Integer known = references.get(added);
    if (known != null) {
      return known;
    }
    int reference = labels.size();
    references.put(added, reference);
    labels.add(added);
    names.putIfAbsent(added.names(), names.size());
    groups.computeIfAbsent(added.dimensions(), key -> new ArrayList<>()).add(reference);
    return reference;
  }

  /** The distinct lists of names, in order. */
  List<List<String>> names() {
    return List.copyOf(names.keySet());
  }

  /** The position of labels among those that the message lists. */
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
   * Lists the labels by group: how many, their names, and their numbers of rows.
   *
   * @param manager where to make arrays; on the device of the model
   * @return the rows of all labels of each group
   */
  List<PtNDArray> write(Numbers message, PtNDManager manager) {
    positions = new int[labels.size()];
    int position = 0;
    List<PtNDArray> tables = new ArrayList<>(groups.size());
    for (Map.Entry<Integer, List<Integer>> group : groups.entrySet()) {
      List<Integer> members = group.getValue();
      message.add(members.size());
      for (int member : members) {
        message.add(names.get(labels.get(member).names()));
      }
      long rows = 0;
      for (int member : members) {
        message.add(labels.get(member).size());
        rows += labels.get(member).size();
        positions[member] = position++;
      }
      Shape shape = new Shape(rows, group.getKey());
      tables.add(table(members, shape, manager));
    }
    return tables;
  }

  /**
   * The rows of some labels, in memory of PyTorch's own: a result of the model may be a view of it,
   * and outlive a buffer of Java's.
   */
  private PtNDArray table(List<Integer> members, Shape shape, PtNDManager manager) {
    if (manager.getDevice().isGpu()) {
      ByteBuffer staging =
          ByteBuffer.allocateDirect(Math.toIntExact(shape.size() * Integer.BYTES))
              .order(ByteOrder.nativeOrder());
      copyRows(members, staging);
      return manager.create(staging, shape, DataType.INT32);
    }
    PtNDArray table = manager.create(shape, DataType.INT32);
    if (shape.size() > 0) {
      copyRows(members, table.toByteBuffer(true));
    }
    return table;
  }

  private void copyRows(List<Integer> members, ByteBuffer target) {
    IntBuffer rows = target.asIntBuffer();
    for (int member : members) {
      rows.put(labels.get(member).values());
    }
  }
}
