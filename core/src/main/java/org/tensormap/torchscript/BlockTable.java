package org.tensormap.torchscript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensormap.Labels;
import org.tensormap.TensorBlock;

/** The blocks of a message. */
final class BlockTable {
  private final LabelsTable labels;
  private final List<TensorBlock> blocks = new ArrayList<>();

  /** Lists of references to labels, from 1; 0 stands for none. */
  private final Map<List<Integer>, Integer> components = new LinkedHashMap<>();

  /** By block: a reference to its samples. */
  private final Numbers samples = new Numbers();

  /** By block: the position of its components. */
  private final Numbers componentLists = new Numbers();

  /** By block: a reference to its properties. */
  private final Numbers properties = new Numbers();

  /** By gradient: the block that it belongs to, the string that names it, the block that it is. */
  private final Numbers gradients = new Numbers();

  private final Strings strings;

  BlockTable(LabelsTable labels, Strings strings) {
    this.labels = labels;
    this.strings = strings;
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

  /** Lists the samples of all blocks, their components, their properties, and the gradients. */
  void writeBlocks(Numbers message) {
    writePositions(samples, message);
    message.addAll(componentLists);
    writePositions(properties, message);
    message.addAll(gradients);
  }

  private void writePositions(Numbers references, Numbers message) {
    for (int i = 0; i < references.size(); i++) {
      message.add(labels.position((int) references.get(i)));
    }
  }

  private void add(TensorBlock block) {
    blocks.add(block);
    samples.add(labels.add(block.samples()));
    componentLists.add(componentsOf(block));
    properties.add(labels.add(block.properties()));
  }

  private int componentsOf(TensorBlock block) {
    if (block.components().isEmpty()) {
      return 0;
    }
    List<Integer> references = new ArrayList<>();
    for (Labels component : block.components()) {
      references.add(labels.add(component));
    }
    return components.computeIfAbsent(references, key -> components.size() + 1);
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
