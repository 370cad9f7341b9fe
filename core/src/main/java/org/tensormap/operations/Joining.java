package org.tensormap.operations;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tensormap.Labels;
import org.tensormap.LabelsEntry;
import org.tensormap.TensorBlock;
import org.tensormap.TensorMap;

/** Puts maps or blocks behind each other, along their samples or properties. */
public final class Joining {
  private static final Set<Axis> AXES = Set.of(Axis.SAMPLES, Axis.PROPERTIES);

  private Joining() {}

  /**
   * Joins maps with the same keys, whose joined labels stay unique.
   *
   * @param maps the maps, at least one
   * @param axis samples or properties
   * @return a new map; see {@link #join(List, Axis, DifferentKeys, String)}
   */
  public static TensorMap join(List<TensorMap> maps, Axis axis) {
    return join(maps, axis, DifferentKeys.ERROR, null);
  }

  /**
   * Joins maps.
   *
   * <p>Along samples, all labels but these have to be the same, and gradients go with their
   * samples; the dimensions of the samples may be in another order. Along properties, all labels
   * but these have to be the same, except for samples of gradients: a sample that one gradient does
   * not have counts as zeros. If the names of the properties differ, the new properties are {@code
   * joined_index}, the position of the map, and {@code property}, the position of the property.
   * Values take the type of the first map's.
   *
   * @param maps the maps, at least one
   * @param axis samples or properties
   * @param differentKeys what to do if the keys differ
   * @param addDimension the name of one more dimension of the joined labels, the position of the
   *     map; or null
   * @return a new map
   * @throws NotEqualException if keys or labels differ that have to be the same
   * @throws IllegalArgumentException if there is no map, the axis is another, joined labels are
   *     repeated, sample names differ, or a dimension is added to properties with different names
   */
  public static TensorMap join(
      List<TensorMap> maps, Axis axis, DifferentKeys differentKeys, String addDimension) {
    axis.checkIsOneOf(AXES, "join");
    if (maps.isEmpty()) {
      throw new IllegalArgumentException("provide at least one `TensorMap` for joining");
    }
    TensorMap first = maps.get(0);
    if (maps.size() == 1) {
      return first.copy(false);
    }
    Labels keys = keys(maps, differentKeys);
    if (axis == Axis.SAMPLES && keys.size() > 0) {
      // A map without blocks has no names: it takes part with blocks that are made for it.
      checkSampleNames(
          maps.stream().filter(map -> map.size() > 0).map(TensorMap::sampleNames).toList(), "join");
    }
    return MapOperation.ofBlocks(keys, i -> joinBlocks(maps, keys.entry(i), axis, addDimension));
  }

  /**
   * Joins blocks whose joined labels stay unique.
   *
   * @param blocks the blocks, at least one
   * @param axis samples or properties
   * @return a new block; see {@link #join(List, Axis, DifferentKeys, String)}
   */
  public static TensorBlock joinBlocks(List<TensorBlock> blocks, Axis axis) {
    return joinBlocks(blocks, axis, null);
  }

  /**
   * Joins blocks.
   *
   * @param blocks the blocks, at least one
   * @param axis samples or properties
   * @param addDimension the name of one more dimension of the joined labels, the position of the
   *     block; or null
   * @return a new block; see {@link #join(List, Axis, DifferentKeys, String)}
   * @throws NotEqualException if labels differ that have to be the same
   * @throws IllegalArgumentException if there is no block, the axis is another, joined labels are
   *     repeated, sample names differ, or a dimension is added to properties with different names
   */
  public static TensorBlock joinBlocks(List<TensorBlock> blocks, Axis axis, String addDimension) {
    axis.checkIsOneOf(AXES, "join_blocks");
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("provide at least one `TensorBlock` for joining");
    }
    if (axis == Axis.SAMPLES) {
      checkSampleNames(
          blocks.stream().map(block -> block.samples().names()).toList(), "join_blocks");
    }
    return joined(blocks, axis, "join_blocks", addDimension);
  }

  private static TensorBlock joined(
      List<TensorBlock> blocks, Axis axis, String operation, String addDimension) {
    if (blocks.size() == 1) {
      return blocks.get(0).copy(false);
    }
    try (BlocksOfOneType alike = BlocksOfOneType.of(blocks)) {
      return axis == Axis.SAMPLES
          ? JoinedSamples.join(alike.blocks(), operation, addDimension)
          : JoinedProperties.join(alike.blocks(), operation, addDimension);
    }
  }

  private static Labels keys(List<TensorMap> maps, DifferentKeys differentKeys) {
    Labels keys = maps.get(0).keys();
    for (TensorMap map : maps.subList(1, maps.size())) {
      switch (differentKeys) {
        case ERROR -> MetadataDifference.ofKeys(maps.get(0), map, "join").throwIfAny();
        case INTERSECTION -> keys = keys.intersection(map.keys());
        case UNION -> keys = keys.union(map.keys());
      }
    }
    return keys;
  }

  /** Joins the blocks of one key; empty ones take the place of those that are missing. */
  private static TensorBlock joinBlocks(
      List<TensorMap> maps, LabelsEntry key, Axis axis, String addDimension) {
    TensorBlock reference = null;
    for (int i = 0; reference == null; i++) {
      if (maps.get(i).keys().contains(key)) {
        reference = maps.get(i).block(key);
      }
    }
    List<TensorBlock> made = new ArrayList<>();
    try {
      List<TensorBlock> blocks = new ArrayList<>();
      for (TensorMap map : maps) {
        if (map.keys().contains(key)) {
          blocks.add(map.block(key));
        } else {
          TensorBlock empty = empty(reference, axis);
          made.add(empty);
          blocks.add(empty);
        }
      }
      return joined(blocks, axis, "join", addDimension);
    } finally {
      made.forEach(TensorBlock::close);
    }
  }

  /** A block like another, without samples or without properties. */
  private static TensorBlock empty(TensorBlock block, Axis axis) {
    Selection nothing = Selection.of(new int[0]);
    return Slicing.sliceBlock(block, axis, nothing);
  }

  private static void checkSampleNames(List<List<String>> names, String operation) {
    Set<String> all = new LinkedHashSet<>();
    names.forEach(all::addAll);
    if (names.stream().anyMatch(some -> some.size() != all.size())) {
      throw new IllegalArgumentException(
          "different sample names in `"
              + operation
              + "`: "
              + names
              + ". Joining along samples with different sample names will lose information and is"
              + " not supported.");
    }
  }
}
