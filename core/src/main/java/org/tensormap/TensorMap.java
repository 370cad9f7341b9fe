package org.tensormap;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

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
   * @param blocks the blocks, in the order of the keys; owned by the map from now on. Those that a
   *     map or block owns already are left there, and this map gets ones that share their values
   * @throws IllegalArgumentException if there are not as many blocks as keys, or the blocks differ
   *     in the names of their dimensions, in their gradients, or in the type or device of their
   *     values
   */
  public TensorMap(Labels keys, List<TensorBlock> blocks) {
    MapChecks.check(keys, blocks);
    this.keys = keys;
    this.blocks = blocks.stream().map(TensorBlock::ownedByMap).toList();
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
    return blocks.get(position(keys));
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
   * Returns blocks by their positions: the reference's {@code blocks_by_id}.
   *
   * @param indices the positions of the keys, from 0
   * @return the blocks, in the order of the positions, owned by this map
   * @throws IndexOutOfBoundsException if there is no such block
   */
  public List<TensorBlock> blocks(int... indices) {
    return Arrays.stream(indices).mapToObj(this::block).toList();
  }

  /**
   * Returns the one block whose key matches an entry, along the dimensions of the entry.
   *
   * @param selection an entry whose names are among those of the keys
   * @return the block, owned by this map
   * @throws IllegalArgumentException if no block matches, or several do
   */
  public TensorBlock block(LabelsEntry selection) {
    return blocks.get(position(keys, asLabels(selection)));
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
    return blocks.get(position(keys, selection));
  }

  /**
   * Returns the one block whose key has the given values.
   *
   * @param selection values by name of key dimension
   * @return the block, owned by this map
   * @throws IllegalArgumentException if no block matches, or several do
   */
  public TensorBlock block(Map<String, Integer> selection) {
    return blocks.get(position(keys, asLabels(selection)));
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
   * Copies this map; the copies of the values belong to the same managers.
   *
   * @return a new map
   */
  public TensorMap copy() {
    return copy(true);
  }

  /**
   * Copies this map, with or without the values of its blocks.
   *
   * @param deep whether to copy the values, for the same managers; else the new blocks share them
   *     with these, and they are released when both maps are closed
   * @return a new map
   */
  public TensorMap copy(boolean deep) {
    return withBlocks(keys, blocks.stream().map(block -> block.copy(deep)).toList());
  }

  /**
   * Returns this map with values of another type.
   *
   * @param newType the type of all values
   * @return a new map; see {@link TensorBlock#to(DataType, Device)}
   */
  public TensorMap to(DataType newType) {
    return to(newType, device());
  }

  /**
   * Returns this map on another device.
   *
   * @param newDevice where all values and labels shall be
   * @return a new map; see {@link TensorBlock#to(DataType, Device)}
   */
  public TensorMap to(Device newDevice) {
    return dtype().map(type -> to(type, newDevice)).orElseGet(() -> copy(false));
  }

  /**
   * Returns this map with values of another type on another device.
   *
   * @param newType the type of all values
   * @param newDevice where all values and labels shall be
   * @return a new map; see {@link TensorBlock#to(DataType, Device)}
   */
  public TensorMap to(DataType newType, Device newDevice) {
    if (blocks.isEmpty()) {
      return copy(false);
    }
    NDManager owner = TorchFunctions.torchManager(blocks.get(0).values().getManager());
    return withBlocks(
        keys.on(newDevice, owner),
        blocks.stream().map(block -> block.to(newType, newDevice)).toList());
  }

  /**
   * Hands all values to a manager: they are closed with it, if not before.
   *
   * @param manager the new owner
   */
  public void attach(NDManager manager) {
    blocks.forEach(block -> block.attach(manager));
  }

  /**
   * Merges blocks whose keys differ only in some dimensions, which become the last dimensions of
   * the samples; missing properties are filled with 0, samples are sorted.
   *
   * @param names the dimensions of the keys
   * @return a new map with fewer blocks
   * @throws IllegalArgumentException as {@link #keysToSamples(Labels, double, boolean)} does
   */
  public TensorMap keysToSamples(String... names) {
    return keysToSamples(Labels.empty(List.of(names)), 0, true);
  }

  /**
   * Merges blocks whose keys differ only in some dimensions, which become the last dimensions of
   * the samples.
   *
   * @param keysToMove labels without entries, whose dimensions are those of the keys to move
   * @param fillValue what to put where a block does not have a property that another has
   * @param sortSamples whether to sort the new samples, else they are in the order of the blocks
   * @return a new map with fewer blocks; its arrays belong to the managers of these ones
   * @throws IllegalArgumentException if the keys have no such dimension, there are no blocks, the
   *     components of blocks that become one differ, or gradients have gradients
   */
  public TensorMap keysToSamples(Labels keysToMove, double fillValue, boolean sortSamples) {
    return new KeysToSamples(this, keysToMove, fillValue, sortSamples).move();
  }

  /**
   * Merges blocks whose keys differ only in some dimensions, which become the first dimensions of
   * the properties; missing samples are filled with 0, samples are sorted.
   *
   * @param names the dimensions of the keys
   * @return a new map with fewer blocks
   * @throws IllegalArgumentException as {@link #keysToProperties(Labels, double, boolean)} does
   */
  public TensorMap keysToProperties(String... names) {
    return keysToProperties(Labels.empty(List.of(names)), 0, true);
  }

  /**
   * Merges blocks whose keys differ only in some dimensions, which become the first dimensions of
   * the properties.
   *
   * @param keysToMove labels whose dimensions are those of the keys to move; if they have entries,
   *     the new properties are the old ones behind each of these, whether a block has it or not
   * @param fillValue what to put where a block does not have a sample that another has
   * @param sortSamples whether to sort the new samples, else they are in the order of the blocks
   * @return a new map with fewer blocks; its arrays belong to the managers of these ones
   * @throws IllegalArgumentException if the keys have no such dimension, there are no blocks, the
   *     components of blocks that become one differ, gradients have gradients, or entries are given
   *     and the properties differ
   */
  public TensorMap keysToProperties(Labels keysToMove, double fillValue, boolean sortSamples) {
    return new KeysToProperties(this, keysToMove, fillValue, sortSamples).move();
  }

  /**
   * Turns components of all blocks and gradients into dimensions of their properties.
   *
   * @param names the names of the components; each becomes the first dimension of the properties,
   *     before the ones that were moved earlier
   * @return a new map, whose values are copies that belong to the managers of these ones
   * @throws IllegalArgumentException if there is no such component, or no name
   */
  public TensorMap componentsToProperties(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("name at least one component to turn into properties");
    }
    List<String> dimensions = List.of(names);
    return withBlocks(
        keys,
        blocks.stream().map(block -> ComponentsToProperties.move(block, dimensions)).toList());
  }

  /**
   * Prints the number of blocks, the keys and the shapes of the blocks, as the reference does.
   *
   * @param maxKeys how many blocks to print, the first ones; all of them if negative
   * @return the lines, without a line end behind the last one
   */
  public String print(int maxKeys) {
    return print(keys, blocks.stream().map(TensorBlock::shape).toList(), maxKeys);
  }

  /**
   * Finds the only block of a tensor map of which only the keys are known, as {@link #block()}
   * does.
   *
   * @param keys the keys
   * @return 0
   * @throws IllegalArgumentException if there is no key, or more than one
   */
  public static int position(Labels keys) {
    if (keys.size() == 0) {
      throw new IllegalArgumentException("there is no block in this TensorMap");
    }
    if (keys.size() > 1) {
      throw new IllegalArgumentException(
          "there is more than one block in this TensorMap ("
              + keys.size()
              + "), provide a selection");
    }
    return 0;
  }

  /**
   * Finds a block of a tensor map of which only the keys are known, as {@link #block(Labels)} does.
   *
   * @param keys the keys
   * @param selection labels with one entry, whose names are among those of the keys
   * @return the position of the one key that matches
   * @throws IllegalArgumentException if the selection has not exactly one entry, no key matches, or
   *     several do
   */
  public static int position(Labels keys, Labels selection) {
    LabelsEntry entry = onlyEntry(selection);
    int[] matching = keys.select(selection);
    if (matching.length == 0) {
      throw new IllegalArgumentException(
          "could not find blocks matching the selection " + entry.print());
    }
    if (matching.length > 1) {
      throw new IllegalArgumentException(
          "got more than one matching block ("
              + matching.length
              + ") for "
              + entry.print()
              + ", use the `blocks` function to select more than one block");
    }
    return matching[0];
  }

  /**
   * Prints a tensor map of which only the metadata is known, as {@link #print(int)} does.
   *
   * @param keys the keys
   * @param shapes the shape of each block
   * @param maxKeys how many blocks to print, the first ones; all of them if negative
   * @return the lines, without a line end behind the last one
   */
  public static String print(Labels keys, List<Shape> shapes, int maxKeys) {
    return MapPrinter.print(keys, shapes, maxKeys);
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

  /** A map of blocks that were merged, one per key that is left, with the info of this one. */
  TensorMap merged(MergedKeys mergedKeys, Function<int[], TensorBlock> merge) {
    return withBlocks(
        mergedKeys.remaining().toDeviceOf(keys), mergedKeys.groups().stream().map(merge).toList());
  }

  /** A map of other blocks with the info of this one. */
  private TensorMap withBlocks(Labels newKeys, List<TensorBlock> newBlocks) {
    TensorMap result = new TensorMap(newKeys, newBlocks);
    result.info.putAll(info);
    return result;
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
