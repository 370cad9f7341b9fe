package org.tensormap;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A block-sparse, labelled tensor: a set of keys, each owning one {@link TensorBlock}.
 *
 * <p>All blocks have the same names of dimensions and the same gradients, and their values the same
 * type and device; their labels and sizes differ. A map owns its blocks: {@link #close()} releases
 * their values. Not safe for use by several threads while values or info are being changed.
 */
public final class TensorMap implements AutoCloseable {
  private final Labels keys;
  private final List<TensorBlock> blocks;

  /** Sorted by key, as in the reference. */
  private final Map<String, String> info = new TreeMap<>();

  /**
   * Creates a map.
   *
   * @param keys one entry per block
   * @param blocks the blocks, in the order of the keys; owned by the map from now on
   * @throws IllegalArgumentException if there are not as many blocks as keys, or the blocks differ
   *     in the names of their dimensions, in their gradients, or in the type or device of their
   *     values
   */
  public TensorMap(Labels keys, List<TensorBlock> blocks) {
    this.keys = keys;
    this.blocks = List.copyOf(blocks);
    MapChecks.check(keys, this.blocks);
  }

  /**
   * Returns the keys.
   *
   * @return one entry per block
   */
  public Labels keys() {
    return keys;
  }

  /**
   * Returns the number of blocks: Python's {@code len(tensor)}.
   *
   * @return the number of keys
   */
  public int size() {
    return keys.size();
  }

  /**
   * Returns all blocks.
   *
   * @return the blocks, in the order of the keys, owned by this map
   */
  public List<TensorBlock> blocks() {
    return blocks;
  }

  /**
   * Returns the only block of a map that has one.
   *
   * @return the block, owned by this map
   * @throws IllegalArgumentException if there is no block, or more than one
   */
  public TensorBlock block() {
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("there is no block in this TensorMap");
    }
    if (blocks.size() > 1) {
      throw new IllegalArgumentException(
          "there is more than one block in this TensorMap ("
              + blocks.size()
              + "), provide a selection");
    }
    return blocks.get(0);
  }

  /**
   * Returns a block by its position: the reference's {@code block_by_id}.
   *
   * @param index the position of the key, from 0
   * @return the block, owned by this map
   * @throws IndexOutOfBoundsException if there is no such block
   */
  public TensorBlock block(int index) {
    if (index < 0 || index >= blocks.size()) {
      throw new IndexOutOfBoundsException(
          "block index out of bounds: we have "
              + blocks.size()
              + " blocks but the index is "
              + index);
    }
    return blocks.get(index);
  }

  /**
   * Returns the one block whose key matches an entry, along the dimensions of the entry.
   *
   * @param selection an entry whose names are among those of the keys
   * @return the block, owned by this map
   * @throws IllegalArgumentException if no block matches, or several do
   */
  public TensorBlock block(LabelsEntry selection) {
    int[] matching = keys.select(asLabels(selection));
    if (matching.length == 0) {
      throw new IllegalArgumentException(
          "could not find blocks matching the selection " + selection.print());
    }
    if (matching.length > 1) {
      throw new IllegalArgumentException(
          "got more than one matching block ("
              + matching.length
              + ") for "
              + selection.print()
              + ", use the `blocks` function to select more than one block");
    }
    return blocks.get(matching[0]);
  }

  /**
   * Returns the one block whose key matches the only entry of some labels.
   *
   * @param selection labels with one entry, whose names are among those of the keys
   * @return the block, owned by this map
   * @throws IllegalArgumentException if the selection has not exactly one entry, no block matches,
   *     or several do
   */
  public TensorBlock block(Labels selection) {
    return block(onlyEntry(selection));
  }

  /**
   * Returns the one block whose key has the given values.
   *
   * @param selection values by name of key dimension
   * @return the block, owned by this map
   * @throws IllegalArgumentException if no block matches, or several do
   */
  public TensorBlock block(Map<String, Integer> selection) {
    return block(asLabels(selection));
  }

  /**
   * Returns the blocks whose keys match an entry, along the dimensions of the entry.
   *
   * @param selection an entry whose names are among those of the keys
   * @return the blocks, owned by this map; none if no key matches
   * @throws IllegalArgumentException if a dimension of the selection is not in the keys
   */
  public List<TensorBlock> blocks(LabelsEntry selection) {
    return Arrays.stream(keys.select(asLabels(selection))).mapToObj(blocks::get).toList();
  }

  /**
   * Returns the blocks whose keys match the only entry of some labels.
   *
   * @param selection labels with one entry, whose names are among those of the keys
   * @return the blocks, owned by this map; none if no key matches
   * @throws IllegalArgumentException if the selection has not exactly one entry, or a dimension
   *     that is not in the keys
   */
  public List<TensorBlock> blocks(Labels selection) {
    return blocks(onlyEntry(selection));
  }

  /**
   * Returns the blocks whose keys have the given values.
   *
   * @param selection values by name of key dimension
   * @return the blocks, owned by this map; none if no key matches
   * @throws IllegalArgumentException if a dimension of the selection is not in the keys
   */
  public List<TensorBlock> blocks(Map<String, Integer> selection) {
    return blocks(asLabels(selection));
  }

  /**
   * Returns all keys with their blocks.
   *
   * @return the pairs, in order
   */
  public List<Map.Entry<LabelsEntry, TensorBlock>> items() {
    List<Map.Entry<LabelsEntry, TensorBlock>> items = new ArrayList<>(blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      items.add(new SimpleImmutableEntry<>(keys.entry(i), blocks.get(i)));
    }
    return items;
  }

  /**
   * Returns the names of the sample dimensions, the same for all blocks.
   *
   * @return the names; none if there is no block
   */
  public List<String> sampleNames() {
    return blocks.isEmpty() ? List.of() : blocks.get(0).samples().names();
  }

  /**
   * Returns the names of the components, the same for all blocks.
   *
   * @return one name per component axis; none if there is no block
   */
  public List<String> componentNames() {
    return blocks.isEmpty()
        ? List.of()
        : blocks.get(0).components().stream().map(component -> component.names().get(0)).toList();
  }

  /**
   * Returns the names of the property dimensions, the same for all blocks.
   *
   * @return the names; none if there is no block
   */
  public List<String> propertyNames() {
    return blocks.isEmpty() ? List.of() : blocks.get(0).properties().names();
  }

  /**
   * Returns the type of the values of all blocks.
   *
   * @return the data type; empty if there is no block
   */
  public Optional<DataType> dtype() {
    return blocks.stream().findFirst().map(TensorBlock::dtype);
  }

  /**
   * Returns where the values of all blocks are.
   *
   * @return the device; the CPU if there is no block
   */
  public Device device() {
    return blocks.isEmpty() ? Device.cpu() : blocks.get(0).device();
  }

  /**
   * Returns the global metadata.
   *
   * @return an unmodifiable view, sorted by key
   */
  public Map<String, String> info() {
    return Collections.unmodifiableMap(info);
  }

  /**
   * Returns one piece of global metadata.
   *
   * @param key its name, for example {@code unit}
   * @return the value, or empty if it was never set
   */
  public Optional<String> getInfo(String key) {
    return Optional.ofNullable(info.get(key));
  }

  /**
   * Sets one piece of global metadata.
   *
   * @param key its name, for example {@code unit}
   * @param value its value
   */
  public void setInfo(String key, String value) {
    info.put(key, value);
  }

  /**
   * Prints the number of blocks, the keys and the shapes of the blocks, as the reference does.
   *
   * @param maxKeys how many blocks to print, the first ones; all of them if negative
   * @return the lines, without a line end behind the last one
   */
  public String print(int maxKeys) {
    return MapPrinter.print(this, maxKeys);
  }

  /** Releases the values of all blocks and gradients. Closing twice does nothing. */
  @Override
  public void close() {
    blocks.forEach(TensorBlock::close);
  }

  /** Returns a summary with at most seven blocks, as the reference's {@code str(tensor)}. */
  @Override
  public String toString() {
    return print(7);
  }

  private static LabelsEntry onlyEntry(Labels selection) {
    if (selection.size() != 1) {
      throw new IllegalArgumentException(
          "block selection must contain exactly one entry, got " + selection.size());
    }
    return selection.entry(0);
  }

  private static Labels asLabels(LabelsEntry entry) {
    return Labels.assumeUnique(entry.names(), entry.values());
  }

  private static Labels asLabels(Map<String, Integer> selection) {
    int[] values = selection.values().stream().mapToInt(Integer::intValue).toArray();
    return new Labels(List.copyOf(selection.keySet()), new int[][] {values});
  }
}
