package org.tensormap.torchscript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/**
 * The blocks of a message, as segments: how many in a row have the same samples, components and
 * properties.
 */
final class BlockTable {
  private static final int FIELDS = 4;

  private final LabelsTable labels;
  private final List<TensorBlock> blocks = new ArrayList<>();

  /** Lists of references to labels; the first is empty. */
  private final Map<List<Integer>, Integer> components = new LinkedHashMap<>();

  /** By segment: references to samples, components, and properties, and the number of blocks. */
  private final Numbers segments = new Numbers();

  /** By gradient: the block that it belongs to, the string that names it, the block that it is. */
  private final Numbers gradients = new Numbers();

  private final Strings strings;

  BlockTable(LabelsTable labels, Strings strings) {
    this.labels = labels;
    this.strings = strings;
    components.put(List.of(), 0);
  }

  /** Adds blocks one after the other, then their gradients; returns the position of the first. */
  int add(List<TensorBlock> added) {
    int first = blocks.size();
    for (TensorBlock block : added) {
      add(block);
    }
    for (int i = 0; i < added.size(); i++) {
      addGradients(first + i, added.get(i));
    }
    return first;
  }

  /** All blocks and gradients, in order. */
  List<TensorBlock> blocks() {
    return blocks;
  }

  int componentsCount() {
    return components.size();
  }

  int segmentCount() {
    return segments.size() / FIELDS;
  }

  int gradientCount() {
    return gradients.size() / 3;
  }

  /** Lists the lists of components. */
  void writeComponents(Numbers message) {
    for (List<Integer> component : components.keySet()) {
      message.add(component.size());
      for (int reference : component) {
        message.add(labels.position(reference));
      }
    }
  }

  /** Lists the segments and the gradients. */
  void writeBlocks(Numbers message) {
    for (int i = 0; i < segments.size(); i += FIELDS) {
      message.add(labels.position((int) segments.get(i)));
      message.add(segments.get(i + 1));
      message.add(labels.position((int) segments.get(i + 2)));
      message.add(segments.get(i + 3));
    }
    message.addAll(gradients);
  }

  private void add(TensorBlock block) {
    blocks.add(block);
    int samples = labels.add(block.samples());
    int axes = componentsOf(block);
    int properties = labels.add(block.properties());
    int last = segments.size() - FIELDS;
    if (last >= 0
        && segments.get(last) == samples
        && segments.get(last + 1) == axes
        && segments.get(last + 2) == properties) {
      segments.set(last + 3, segments.get(last + 3) + 1);
    } else {
      segments.add(samples);
      segments.add(axes);
      segments.add(properties);
      segments.add(1);
    }
  }

  private int componentsOf(TensorBlock block) {
    if (block.components().isEmpty()) {
      return 0;
    }
    List<Integer> references = new ArrayList<>();
    for (Labels component : block.components()) {
      references.add(labels.add(component));
    }
    return components.computeIfAbsent(references, key -> components.size());
  }

  private void addGradients(int parent, TensorBlock block) {
    for (Map.Entry<String, TensorBlock> gradient : block.gradients().entrySet()) {
      int index = add(List.of(gradient.getValue()));
      gradients.add(parent);
      gradients.add(strings.add(gradient.getKey()));
      gradients.add(index);
    }
  }
}
